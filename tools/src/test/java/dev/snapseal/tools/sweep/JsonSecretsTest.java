package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets in JSON among bytes of no known structure, whatever stands first in them and around
/// them.
final class JsonSecretsTest {
  private static final int BEFORE = 1001;
  private static final String REST =
      "'apiVersion':'v1','metadata':{'name':'db','namespace':'prod'}}";
  private static final String ITEM =
      "{'metadata':{'name':'db'},'data':{'a':'aHVudGVy'},'type':'Opaque'}";

  @TempDir private Path folder;

  private List<Hit> hits(String text) {
    byte[] planted = text.getBytes(UTF_8);
    byte[] bytes = new byte[BEFORE + planted.length + 100];
    Arrays.fill(bytes, (byte) 0xFE);
    System.arraycopy(planted, 0, bytes, BEFORE, planted.length);
    return Swept.hits(folder, bytes);
  }

  private Hit only(String text) {
    List<Hit> hits = hits(text);
    assertEquals(1, hits.size(), hits::toString);
    assertEquals(Optional.of("secrets"), hits.getFirst().object().resource());
    return hits.getFirst();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String quoted(String json) {
    return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'data':{'a':'aHVudGVy'},'kind':'Secret',",
        "{'type':'Opaque','data':{'a':'aHVudGVy'},'kind':'Secret',",
        "{'stringData':{'a':'hunter2'},'kind':'Secret',",
        "{'immutable':true,'kind':'Secret','data':{'a':'aHVudGVy'},",
        "{ 'type' : 'Opaque', 'data' : { 'a' : 'aHVudGVy' }, 'kind' : 'Secret',"
      })
  void whateverFieldStandsFirst(String beginning) {
    String secret = json(beginning + REST);
    Hit hit = only(secret);
    assertEquals(Detector.SECRET_MANIFEST, hit.detector());
    assertEquals(BEFORE, hit.offset());
    assertEquals(Optional.of("db"), hit.object().objectName());
    assertEquals(Optional.of("prod"), hit.object().namespace());
    assertEquals("a Secret in JSON with 1 value", hit.preview());
    assertEquals(List.of(), hits(secret.replace("Secret", "Sealed")));
    assertEquals(List.of(), hits(secret.replace("aHVudGVy", "aHV").replace("hunter2", "${P}")));
    assertEquals(List.of(), hits(secret.replace("\"v1\"", "\"other/v1\"")));
    assertEquals(List.of(), hits(secret.substring(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void inStringsOfJson(int depth) {
    String secret = json("{'apiVersion':'v1','kind':'Secret','data':{'a':'aHVudGVy'}}");
    String line = secret;
    for (int i = 0; i < depth; i++) {
      line = "{\"msg\":" + quoted(line) + "}";
    }
    Hit hit = only(line);
    assertEquals(Detector.SECRET_MANIFEST, hit.detector());
    assertEquals(BEFORE + line.indexOf("{", 8 * (depth - 1) + 7), hit.offset());
    assertEquals(List.of(), hits(line.replace("aHVudGVy", "")));
    assertEquals(List.of(), hits(line.replace("data", "spec")));
  }

  @Test
  void inALineOfALog() {
    String secret = json("{'apiVersion': 'v1', 'kind': 'Secret', 'data': {'a': 'aHVudGVy'}}");
    assertEquals(1, hits("level=info msg=" + quoted("created " + secret) + " ok=true").size());
    String laidOut = quoted(secret.replace(", ", ",\n  ")).replace("\n", "\\n");
    assertEquals(1, hits("body=" + laidOut).size());
  }

  @Test
  void listsOfTheApiServer() {
    String list =
        json("{'kind':'SecretList','apiVersion':'v1','metadata':{},'items':[" + ITEM + "]}");
    Hit hit = only(list);
    assertEquals("a SecretList in JSON with 1 value", hit.preview());
    assertEquals(Optional.empty(), hit.object().objectName());
    assertEquals(
        "a SecretList in JSON with 2 values",
        only(list.replace(json(ITEM), json(ITEM + "," + ITEM))).preview());
    assertEquals(List.of(), hits(list.replace(json(ITEM), "")));
    assertEquals(List.of(), hits(list.replace("SecretList", "ConfigMapList")));
  }

  /// The rest of the object may be lost; its data is not.
  @Test
  void theEndMayBeCut() {
    String secret = json("{'type':'Opaque','kind':'Secret','apiVersion':'v1','data':{'a':'aHVu'");
    assertEquals(1, hits(secret).size());
    assertEquals(1, hits(secret + ",\"b\":\"aHV").size());
    assertEquals(List.of(), hits(secret.substring(0, secret.length() - 3)));
  }

  @Test
  void inBase64() {
    String secret = json("{'kind':'Secret','apiVersion':'v1','data':{'a':'aHVudGVy'}}");
    Hit hit = only("\"" + Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)) + "\"");
    assertEquals(List.of("BASE64", "0"), hit.decoded());
  }

  @ParameterizedTest
  @CsvSource({"'\"kind\": \"Secret\"'", "'\"kind\": Secret'", "'''kind'': ''Secret'''"})
  void yamlWithAQuotedKind(String kind) {
    String yaml = "apiVersion: v1\n" + kind + "\nmetadata:\n  name: db\ndata:\n  a: aHVudGVy\n";
    Hit hit = only(yaml);
    assertEquals(Detector.SECRET_MANIFEST, hit.detector());
    assertEquals(Optional.of("db"), hit.object().objectName());
    assertEquals(List.of(), hits(yaml.replace("Secret", "Sealed")));
  }

  @Test
  void yamlWithAnAnchor() {
    String yaml = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  a: &x aHVudGVy\n";
    assertEquals(1, hits(yaml).size());
    assertEquals(1, hits(yaml.replace("&x ", "&x !!str |\n    ")).size());
    assertEquals(List.of(), hits(yaml.replace("aHVudGVy", "")));
    assertTrue(hits(yaml.replace("&x aHVudGVy", "*x")).isEmpty());
  }
}
