package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DefinitionConversionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // One version, named alone; what is not said is preserved.
        "{\"version\":\"v1\",\"validation\":{\"openAPIV3Schema\":{}}}"
            + "|{\"versions\":[{\"name\":\"v1\",\"served\":true,\"storage\":true,"
            + "\"schema\":{\"openAPIV3Schema\":{}}}],\"preserveUnknownFields\":true}",
        // What all have goes to each.
        "{\"preserveUnknownFields\":false,\"versions\":[{\"name\":\"a\"},{\"name\":\"b\"}],"
            + "\"additionalPrinterColumns\":[{\"JSONPath\":\".x\"}]}"
            + "|{\"versions\":[{\"name\":\"a\",\"additionalPrinterColumns\":"
            + "[{\"jsonPath\":\".x\"}]},{\"name\":\"b\",\"additionalPrinterColumns\":"
            + "[{\"jsonPath\":\".x\"}]}]}",
        // What neither version knows stays.
        "{\"preserveUnknownFields\":false,\"versions\":[{\"name\":\"a\"}],\"later\":1,"
            + "\"conversion\":{\"strategy\":\"Webhook\",\"webhookClientConfig\":{\"url\":\"u\"},"
            + "\"conversionReviewVersions\":[\"v1\"]}}"
            + "|{\"versions\":[{\"name\":\"a\"}],\"later\":1,\"conversion\":"
            + "{\"strategy\":\"Webhook\",\"webhook\":{\"clientConfig\":{\"url\":\"u\"},"
            + "\"conversionReviewVersions\":[\"v1\"]}}}",
        "{\"versions\":7,\"conversion\":7,\"preserveUnknownFields\":\"x\"}"
            + "|{\"versions\":[],\"conversion\":7,\"preserveUnknownFields\":true}"
      })
  void aStoredDefinitionBecomesTheOneServed(String stored, String served)
      throws ObjectDecodingException {
    String object =
        "{\"apiVersion\":\"apiextensions.k8s.io/v1beta1\","
            + "\"kind\":\"CustomResourceDefinition\",\"spec\":"
            + stored
            + "}";
    DecodedObject decoded = ObjectDecoder.decode(MemorySegment.ofArray(object.getBytes(UTF_8)), 1);
    assertEquals("apiextensions.k8s.io/v1", decoded.text("apiVersion").orElseThrow());
    assertEquals(ServedObject.MAPPER.readTree(served), decoded.tree().get("spec"));
  }
}
