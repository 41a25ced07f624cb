package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.ObjectContent;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class HarmlessReaderTest {
  /// Each member and why it is no secret.
  private static List<String> harmless(String type) throws ObjectDecodingException {
    String json =
        """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"t","namespace":"prod"},"type":"%s",
         "data":{"ca.crt":"eA==","namespace":"cHJvZA==","token":"dG9rZW4="}}
        """
            .formatted(type);
    DecodedObject object = ObjectDecoder.decode(MemorySegment.ofArray(json.getBytes(UTF_8)), 1);
    HarmlessReader reader = new HarmlessReader();
    return ObjectContent.members(object).orElseThrow().stream()
        .map(
            member ->
                member.name()
                    + " "
                    + reader.read(object, member).map(Harmless::jsonName).orElse("secret"))
        .toList();
  }

  @Test
  void whatTheControllerAddsToATokenIsNoSecret() throws ObjectDecodingException {
    assertEquals(
        List.of("ca.crt serviceAccountCa", "namespace serviceAccountNamespace", "token secret"),
        harmless("kubernetes.io/service-account-token"));
  }

  @Test
  void ofAnotherTypeTheSameNamesAreSecrets() throws ObjectDecodingException {
    assertEquals(List.of("ca.crt secret", "namespace secret", "token secret"), harmless("Opaque"));
  }
}
