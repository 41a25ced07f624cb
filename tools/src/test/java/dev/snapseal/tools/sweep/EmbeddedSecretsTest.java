package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Sound stores in which every Secret is encrypted, and one is readable inside another object: what
/// a controller is to apply, or what a ConfigMap keeps.
final class EmbeddedSecretsTest {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String OBJECT_KEY = "/registry/kubernetes.crossplane.io/objects/db";
  private static final String METADATA = "\"metadata\":{\"name\":\"db\",\"namespace\":\"prod\"}";
  private static final String DATA = "\"data\":{\"password\":\"aHVudGVyMi1odW50ZXIy\"}";
  private static final String SECRET =
      "{\"apiVersion\":\"v1\"," + DATA + ",\"kind\":\"Secret\"," + METADATA + "}";
  private static final String LIST =
      "{\"kind\":\"SecretList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[{"
          + METADATA
          + ","
          + DATA
          + ",\"type\":\"Opaque\"}]}";

  @TempDir private Path folder;

  private static String quoted(String json) {
    return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String object(String spec) {
    return "{\"apiVersion\":\"kubernetes.crossplane.io/v1alpha2\",\"kind\":\"Object\",\"metadata\":"
        + "{\"name\":\"db\"},\"spec\":{\"forProvider\":{\"manifest\":"
        + spec
        + "}}}";
  }

  private static EtcdBuilder store() {
    byte[] prefix = "k8s:enc:aescbc:v1:key1:".getBytes(ISO_8859_1);
    byte[] value = java.util.Arrays.copyOf(prefix, prefix.length + 64);
    byte[] body = new byte[64];
    new Random(7).nextBytes(body);
    System.arraycopy(body, 0, value, prefix.length, body.length);
    return EtcdBuilder.of(EtcdVersion.V3_6).put("/registry/secrets/prod/s", value);
  }

  private Path written(EtcdBuilder etcd) throws Exception {
    return Files.write(folder.resolve("store.db"), etcd.snapshot().bytes());
  }

  private static byte[] configMap(String key, String value) {
    return StoredObject.configMap("prod", "c").data(key, value).toBytes();
  }

  private static byte[] binary(byte[] data) {
    ProtobufMessage entry = new ProtobufMessage().text(1, "s.bin").bytes(2, data);
    return envelope(
        "ConfigMap",
        new ProtobufMessage()
            .message(1, new ProtobufMessage().text(1, "c").text(3, "prod"))
            .message(3, entry));
  }

  private static byte[] envelope(String kind, ProtobufMessage raw) {
    byte[] message =
        new ProtobufMessage()
            .message(1, new ProtobufMessage().text(1, "v1").text(2, kind))
            .message(2, raw)
            .text(3, "")
            .text(4, "")
            .toBytes();
    byte[] object = new byte[message.length + 4];
    System.arraycopy("k8s\0".getBytes(ISO_8859_1), 0, object, 0, 4);
    System.arraycopy(message, 0, object, 4, message.length);
    return object;
  }

  private static byte[] protobufList(ProtobufMessage... items) {
    ProtobufMessage raw = new ProtobufMessage().message(1, new ProtobufMessage().text(2, "77"));
    for (ProtobufMessage item : items) {
      raw.message(2, item);
    }
    return envelope("SecretList", raw);
  }

  private static ProtobufMessage item() {
    return new ProtobufMessage()
        .message(1, new ProtobufMessage().text(1, "db").text(3, "prod"))
        .message(2, new ProtobufMessage().text(1, "password").text(2, "hunter2-hunter2"))
        .text(3, "Opaque");
  }

  private static Arguments of(String name, String key, byte[] value) {
    return Arguments.of(name, key, value);
  }

  private static Arguments inObject(String name, String manifest) {
    return of(name, OBJECT_KEY, object(manifest).getBytes(UTF_8));
  }

  private static Arguments inMap(String name, String text) {
    return of(name, "/registry/configmaps/prod/c", configMap("s.json", text));
  }

  static Stream<Arguments> readable() {
    String laidOut = SECRET.replace(",", ",\n  ").replace("{", "{\n  ").replace(":", ": ");
    String applied =
        "{\"apiVersion\":\"x.io/v1\",\"kind\":\"Bundle\",\"metadata\":{\"annotations\":{"
            + quoted(LAST_APPLIED)
            + ":"
            + quoted("{\"apiVersion\":\"x.io/v1\",\"kind\":\"Bundle\",\"objs\":[" + SECRET + "]}\n")
            + "}}}";
    return Stream.of(
        inObject("nested", SECRET),
        inObject("stringData", SECRET.replace("data", "stringData")),
        inObject("kind first", "{\"kind\":\"Secret\",\"apiVersion\":\"v1\"," + DATA + "}"),
        inObject("data first", "{" + DATA + ",\"kind\":\"Secret\"," + METADATA + "}"),
        inObject("long", SECRET.replace("aHVu", "aHVu".repeat(500))),
        inObject("as a string", quoted(SECRET)),
        inObject("laid out in a string", quoted(laidOut).replace("\n", "\\n")),
        inObject("as a string in a string", quoted(quoted(SECRET))),
        inObject("list", LIST),
        inObject("list as a string", quoted(LIST)),
        of("last applied", OBJECT_KEY, applied.getBytes(UTF_8)),
        inMap("JSON", SECRET),
        inMap("laid out", laidOut),
        inMap("list of Secrets", LIST),
        of("protobuf", "/registry/configmaps/prod/c", binary(envelope("Secret", item()))),
        of("list in protobuf", "/registry/configmaps/prod/c", binary(protobufList(item()))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readable")
  void aSecretInsideAnotherObjectIsReadable(String name, String key, byte[] value)
      throws Exception {
    Path file = written(store().put(key, value));
    ProgramRun audit = ProgramRun.of("audit", "-o", "json", file);
    assertEquals("readable", audit.json().get("verdict").asString());
    assertEquals(1, audit.json().get("findingCounts").get("SS020").asInt(), audit::out);
    assertEquals(1, audit.code());
    ProgramRun sweep = ProgramRun.of("sweep", "-o", "json", file);
    assertEquals("readable", sweep.json().get("verdict").asString());
    assertEquals(1, sweep.json().get("hits").size(), sweep::out);
    JsonNode hit = sweep.json().get("hits").get(0);
    assertEquals("secret-manifest", hit.get("detector").asString());
    assertEquals("live", hit.get("scope").asString());
    assertEquals("secrets", hit.get("resource").asString());
    byte[] bytes = Files.readAllBytes(file);
    int place = hit.get("offset").asInt();
    assertTrue(bytes[place] == '{' || bytes[place] == 'k', name);
    assertFalse(sweep.out().contains("aHVudGVy"));
    assertFalse(audit.out().contains("aHVudGVy"));
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        inObject("no data", SECRET.replace(DATA + ",", "")),
        inObject("empty data", SECRET.replace(DATA, "\"data\":{}")),
        inObject("empty value", SECRET.replace("aHVudGVyMi1odW50ZXIy", "")),
        inObject("placeholder", SECRET.replace("aHVudGVyMi1odW50ZXIy", "{{ .password }}")),
        inObject("reference", "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"name\":\"db\"}"),
        inObject("another group", SECRET.replace("\"v1\"", "\"x.io/v1\"")),
        inObject("another kind", SECRET.replace("Secret", "SecretStore")),
        inObject("empty list", LIST.replaceAll("\\[.*]", "[]")),
        inObject("ConfigMap", SECRET.replace("Secret", "ConfigMap")),
        inMap("text", "kind: Secret, or {\"kind\":\"Secret\"} with data: {}"),
        of("list of none", "/registry/configmaps/prod/c", binary(protobufList())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void whatHoldsNoneIsNot(String name, String key, byte[] value) throws Exception {
    Path file = written(store().put(key, value));
    ProgramRun audit = ProgramRun.of("audit", "-o", "json", file);
    assertEquals("unreadable", audit.json().get("verdict").asString(), name);
    ProgramRun sweep = ProgramRun.of("sweep", "-o", "json", file);
    assertEquals("unreadable", sweep.json().get("verdict").asString(), sweep::out);
  }

  @Test
  void anOldRevisionIsSearchedToo() throws Exception {
    EtcdBuilder etcd = store().put(OBJECT_KEY, object(SECRET)).put(OBJECT_KEY, object("{}"));
    Path file = written(etcd);
    ProgramRun audit = ProgramRun.of("audit", "-o", "json", file);
    assertEquals(1, audit.json().get("findings").get(0).get("copies").asInt(1));
    assertTrue(audit.out().contains("\"superseded\""), audit::out);
    ProgramRun sweep = ProgramRun.of("sweep", "-o", "json", file);
    assertEquals("superseded", sweep.json().get("hits").get(0).get("scope").asString());
  }

  @Test
  void aSecretThatQuotesItselfIsOneFinding() throws Exception {
    StoredObject secret =
        StoredObject.secret("prod", "p").data("password", "hunter2").data("manifest", SECRET);
    Path file = written(store().put(secret.etcdKey(), secret.toBytes()));
    ProgramRun sweep = ProgramRun.of("sweep", "-o", "json", file);
    assertEquals(1, sweep.json().get("hits").size(), sweep::out);
    assertEquals("stored-value", sweep.json().get("hits").get(0).get("detector").asString());
  }

  @Test
  void aPolicyWithoutSecretsDoesNotAskForThem() throws Exception {
    Path file = written(store().put(OBJECT_KEY, object(SECRET)));
    ProgramRun audit = ProgramRun.of("audit", "-o", "json", "--policy", "configmaps", file);
    assertFalse(audit.json().get("findingCounts").has("SS020"));
  }

  /// Of what begins like a Secret again and again not every place is looked at, which is said.
  @Test
  @Timeout(60)
  void beginningsWithoutEndAreNoAllClear() throws Exception {
    String endless = "\"kind\":\"Secret\",".repeat(60_000);
    Path file = written(store().put(OBJECT_KEY, object("{" + endless + "}")));
    assertEquals("undetermined", verdict(ProgramRun.of("audit", "-o", "json", file)));
    assertEquals("undetermined", verdict(ProgramRun.of("sweep", "-o", "json", file)));
  }

  private static String verdict(ProgramRun run) {
    return run.json().get("verdict").asString();
  }

  @Test
  void anEmptyValueHoldsNothing() throws Exception {
    Path file = written(store().put("/registry/secrets/prod/empty", ""));
    assertEquals("unreadable", verdict(ProgramRun.of("audit", "-o", "json", file)));
    assertEquals("unreadable", verdict(ProgramRun.of("sweep", "-o", "json", file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aescbc:v1:key1:", "aesgcm:v1:k:", "secretbox:v1:key1:"})
  void textBehindAPrefixIsNotEncrypted(String prefix) throws Exception {
    String text = "{\"data\":{\"password\":\"aHVudGVyMg==\"},\"x\":\"0123456789012\"}        ";
    Path file = written(store().put("/registry/secrets/prod/k", "k8s:enc:" + prefix + text));
    ProgramRun audit = ProgramRun.of("audit", "-o", "json", file);
    assertEquals("readable", verdict(audit));
    assertTrue(audit.json().get("findingCounts").has("SS011"), audit::out);
    assertEquals("readable", verdict(ProgramRun.of("sweep", "-o", "json", file)));
  }

  @Test
  void anInvalidTrailerIsNoAllClear() throws Exception {
    byte[] bytes = store().snapshot().bytes();
    System.arraycopy(
        "password=hunter2-hunter2-hunter2".getBytes(UTF_8), 0, bytes, bytes.length - 32, 32);
    Path file = Files.write(folder.resolve("text.db"), bytes);
    assertEquals("undetermined", verdict(ProgramRun.of("audit", "-o", "json", file)));
    ProgramRun sweep = ProgramRun.of("sweep", file);
    assertTrue(sweep.out().startsWith("NOTHING READABLE FOUND"), sweep::out);
    assertTrue(sweep.out().contains("the SHA-256 behind the snapshot is not"), sweep::out);
    bytes[bytes.length - 1] = 0;
    Path odd = Files.write(folder.resolve("odd.db"), bytes);
    assertEquals("undetermined", verdict(ProgramRun.of("sweep", "-o", "json", odd)));
    assertEquals("unreadable", verdict(ProgramRun.of("sweep", "-o", "json", written(store()))));
  }
}
