package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.WalBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import dev.snapseal.tools.audit.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each detector on something that it must find, among other bytes and in base64, and on something
/// close to it that it must leave.
final class DetectorsTest {
  private static final int BEFORE = 1001;
  private static final String SIGNATURE = "s".repeat(86);

  @TempDir private Path folder;

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String url(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static String token(String subject) {
    return url("{\"alg\":\"RS256\",\"kid\":\"a\"}")
        + "."
        + url("{\"iss\":\"https://k\",\"sub\":\"" + subject + "\"}")
        + "."
        + SIGNATURE;
  }

  private List<Hit> hits(String text) {
    return hits(text.getBytes(ISO_8859_1));
  }

  private List<Hit> hits(byte[] planted) {
    byte[] bytes = new byte[BEFORE + planted.length + 100];
    Arrays.fill(bytes, (byte) 0xFE);
    System.arraycopy(planted, 0, bytes, BEFORE, planted.length);
    return Swept.hits(folder, bytes);
  }

  private Hit only(String text) {
    List<Hit> hits = hits(text);
    assertEquals(1, hits.size(), () -> hits.toString());
    return hits.getFirst();
  }

  private void assertFound(Detector detector, String text, int at) {
    Hit plain = only(text);
    assertEquals(detector, plain.detector());
    assertEquals(BEFORE + at, plain.offset());
    assertEquals(List.of(), plain.decoded());
    for (String before : List.of("", "p", "pq")) {
      Hit inside = only("\"" + encoded(before + text) + "\"");
      assertEquals(detector, inside.detector());
      assertEquals("BASE64", inside.decoded().getFirst());
      assertEquals(Long.toString(before.length() + at), inside.decoded().get(1));
    }
  }

  @Test
  void tokensOfServiceAccounts() {
    assertFound(Detector.SERVICE_ACCOUNT_TOKEN, token("system:serviceaccount:prod:app"), 0);
    Hit hit = only(token("system:serviceaccount:prod:app"));
    assertEquals(Optional.of("prod"), hit.object().namespace());
    assertEquals(Optional.of("app"), hit.object().objectName());
    assertFalse(hit.toString().contains(SIGNATURE));
    assertEquals(List.of(), hits(token("alice@example.com")));
    assertEquals(List.of(), hits(token("system:serviceaccount:prod:app").replace(SIGNATURE, "s")));
  }

  private static final String BODY =
      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

  @ParameterizedTest
  @ValueSource(strings = {"", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "})
  void privateKeys(String kind) {
    String pem = "-----BEGIN " + kind + "PRIVATE KEY-----\n" + BODY + "\n";
    assertFound(Detector.PRIVATE_KEY, pem, 0);
    assertFound(Detector.PRIVATE_KEY, pem.replace("\n", "\\n"), 0);
    assertFound(Detector.PRIVATE_KEY, pem.replace("\n", "\r\n"), 0);
    assertEquals(List.of(), hits(pem.replace("PRIVATE", "PUBLIC")));
    assertEquals(List.of(), hits(pem.replace(BODY, "... your key here ...")));
  }

  @Test
  void privateKeysWithHeaders() {
    String headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB\n\n";
    String pem = "-----BEGIN RSA PRIVATE KEY-----\n" + headers + BODY;
    assertEquals(Detector.PRIVATE_KEY, only(pem).detector());
  }

  @Test
  void registryCredentials() {
    String config = "{\"auths\":{\"r.example\":{\"auth\":\"dXNlcjpwYXNz\"}}}";
    assertFound(Detector.DOCKER_CONFIG, config, 1);
    assertTrue(only(config).preview().contains("r.example"));
    assertFalse(only(config).preview().contains("dXNl"));
    assertEquals(List.of(), hits("{\"auths\":{}}"));
    assertEquals(List.of(), hits("{\"auths\":{\"r.example\":{}}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" :", ":", ": ", " : ", "\n:\t"})
  void registryCredentialsWithBlanks(String colon) {
    String config = "{\"auths\"" + colon + "{\"r.example\":{\"auth\":\"dXNlcjpwYXNz\"}}}";
    assertFound(Detector.DOCKER_CONFIG, config, 1);
    assertFound(Detector.DOCKER_CONFIG, config.replace("\"", "\\\""), 2);
  }

  /// As `kubectl create secret docker-registry` wrote them once, and docker itself.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"https://index.docker.io/v1/\":{\"username\":\"u\",\"password\":\"p\",\"auth\":\"dTpw\"}}",
        "{\"localhost:5000\":{\"auth\":\"dXNlcjpwYXNz\",\"email\":\"\"}}",
        """
        {
        \t"r.example": {
        \t\t"auth": "dXNlcjpwYXNz",
        \t\t"email": "a@b.example"
        \t}
        }
        """
      })
  void registryCredentialsOfOld(String config) {
    assertFound(Detector.DOCKER_CONFIG, config, 0);
    assertFalse(only(config).toString().contains("dTpw"));
    assertEquals(List.of(), hits(config.replace("\"auth\"", "\"auto\"")));
    assertEquals(List.of(), hits(config.replaceAll("dTpw|dXNlcjpwYXNz", "true")));
    assertEquals(
        List.of(),
        hits(config.replaceAll("https://index.docker.io/v1/|localhost:5000|r.example", "x")));
  }

  @Test
  void usersOfEtcd() {
    String hash = "$2a$10$" + "Zks6vBVr5fJDsPPBc7QeHu".repeat(3).substring(0, 53);
    byte[] user = new ProtobufMessage().text(1, "alice").text(2, hash).text(3, "root").toBytes();
    List<Hit> hits = hits(user);
    assertEquals(1, hits.size());
    assertEquals(Detector.ETCD_CREDENTIAL, hits.getFirst().detector());
    assertEquals("bcrypt hash for etcd user alice", hits.getFirst().preview());
    assertEquals(BEFORE + 9, hits.getFirst().offset());
    assertEquals(1, hits(encoded(new String(user, ISO_8859_1))).size());
    assertEquals(List.of(), hits(hash));
    assertEquals(
        List.of(), hits(new ProtobufMessage().text(1, "alice").text(2, hash + "x").toBytes()));
    String broken = hash.substring(0, 59) + "-";
    assertEquals(List.of(), hits(new ProtobufMessage().text(1, "alice").text(2, broken).toBytes()));
  }

  /// As `kubectl get secret -o json` writes them, alone and in a list: the kind stands behind the
  /// data.
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000, 100_000, 3_000_000})
  void secretsInJsonWithLongData(int length) {
    String secret =
        """
        {
            "apiVersion": "v1",
            "data": {
                "a": "%s"
            },
            "kind": "Secret",
            "metadata": {
                "name": "db"
            },
            "type": "Opaque"
        }
        """
            .formatted(encoded("x".repeat(length)));
    Hit hit = only(secret);
    assertEquals(Detector.KUBERNETES_OBJECT, hit.detector());
    assertEquals(BEFORE, hit.offset());
    assertEquals(Optional.of("secrets"), hit.object().resource());
    assertEquals(1, hits(secret.replaceAll("[ \n]", "")).size());
    String list = "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n        ";
    List<Hit> both =
        hits(list + secret.replace("\n", "\n        ") + "," + secret + "],\n\"kind\": \"List\"}");
    assertEquals(2, both.size(), both::toString);
    assertEquals(BEFORE + list.length(), both.getFirst().offset());
    assertEquals(List.of(), hits(secret.replace("\"Secret\"", "\"ConfigMap\"")));
    assertEquals(List.of(), hits(secret.replace("\"kind\"", "\"sort\"")));
  }

  @Test
  void whatKubectlAppliedLast() {
    String secret =
        "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"Yg==\"},\"kind\":\"Secret\",\"metadata\":"
            + "{\"annotations\":{},\"name\":\"db\",\"namespace\":\"prod\"},\"type\":\"Opaque\"}\n";
    String annotation = "kubectl.kubernetes.io/last-applied-configuration";
    String json = "\"" + annotation + "\":\"" + secret.replace("\"", "\\\"") + "\"";
    Hit hit = only(json);
    assertEquals(Detector.LAST_APPLIED, hit.detector());
    assertEquals(Optional.of("db"), hit.object().objectName());
    assertEquals(Optional.of("prod"), hit.object().namespace());
    List<Detector> inProtobuf =
        hits("\n0" + annotation + "\22\u0080\u0001" + secret).stream().map(Hit::detector).toList();
    assertTrue(inProtobuf.contains(Detector.LAST_APPLIED), inProtobuf::toString);
    assertEquals(List.of(), hits(json.replace("Secret", "ConfigMap")));
  }

  @Test
  void encryptionConfigurations() {
    String key = encoded("0123456789abcdef0123456789abcdef");
    String yaml =
        "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- "
            + "resources: [secrets]\n  providers:\n  - aescbc:\n      keys:\n      - name: k\n"
            + "        secret: "
            + key
            + "\n";
    assertFound(Detector.ENCRYPTION_KEY, yaml, yaml.indexOf("EncryptionConfig"));
    assertEquals("an EncryptionConfiguration with 1 key: aescbc k", only(yaml).preview());
    String json =
        "{\"kind\":\"EncryptionConfiguration\",\"resources\":[{\"providers\":[{\"aesgcm\":"
            + "{\"keys\":[{\"name\":\"k\",\"secret\":\""
            + key
            + "\"}]}}]}]}";
    assertFound(Detector.ENCRYPTION_KEY, json, json.indexOf("EncryptionConfig"));
    assertEquals(List.of(), hits(yaml.replace("secret: ", "other: ")));
    assertEquals(List.of(), hits("see EncryptionConfiguration, secret: " + key));
  }

  private static String jsonConfiguration(int keys) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < keys; i++) {
      list.append(i == 0 ? "" : ",")
          .append("{\"name\":\"{k}" + i + "\",\"secret\":\"")
          .append(encoded(("" + i).repeat(32)))
          .append("\"}");
    }
    return "{\"kind\":\"EncryptionConfiguration\",\"resources\":[{\"providers\":[{\"aesgcm\":{\"keys\":["
        + list
        + "]}}]}],\"apiVersion\":\"apiserver.config.k8s.io/v1\"}";
  }

  private static String yamlConfiguration(int keys) {
    StringBuilder text =
        new StringBuilder(
            """
            kind: EncryptionConfiguration
            apiVersion: apiserver.config.k8s.io/v1
            resources:
            - resources: [secrets]
              providers:
              - aescbc:
                  keys:
            """);
    for (int i = 0; i < keys; i++) {
      text.append("      - name: k" + i + "\n        secret: ")
          .append(encoded(("" + i).repeat(32)))
          .append("\n");
    }
    return text.toString();
  }

  private List<String> keyCounts(String text) {
    return hits(text).stream()
        .filter(hit -> hit.detector() == Detector.ENCRYPTION_KEY)
        .map(hit -> hit.preview().replaceAll("\\A.* with |:.*\\z", ""))
        .toList();
  }

  /// Each is counted to where it ends, whatever follows.
  @Test
  void configurationsBesideOneAnother() {
    List<String> both = List.of("1 key", "7 keys");
    String pad = "\0".repeat(500);
    String json = jsonConfiguration(1);
    String yaml = yamlConfiguration(1);
    assertEquals(both, keyCounts(json + pad + jsonConfiguration(7)));
    assertEquals(both, keyCounts(json + jsonConfiguration(7)));
    assertEquals(both, keyCounts(json + "\n" + yamlConfiguration(7)));
    assertEquals(both, keyCounts(yaml + pad + yamlConfiguration(7)));
    assertEquals(both, keyCounts(yaml + "---\n" + yamlConfiguration(7)));
    assertEquals(both, keyCounts(yaml + yamlConfiguration(7)));
    assertEquals(both, keyCounts(yaml + "\n" + jsonConfiguration(7)));
    String items = (yaml + "\0" + yamlConfiguration(7)).replace("\n", "\n  ");
    assertEquals(both, keyCounts("- " + items.replace("\n  \0", "\n- ")));
    String quoted = "\"" + json.replace("\"", "\\\"") + "\",\"";
    assertEquals(
        both, keyCounts(quoted + jsonConfiguration(7).replace("\"", "\\\"") + "\",\"secret\""));
    String twice = json.replace("\"", "\\\\\\\"") + "\\\",\\\"";
    assertEquals(
        both, keyCounts("\"" + twice + jsonConfiguration(7).replace("\"", "\\\\\\\"") + "\\\""));
    String inJson = "\"a\":\"" + yaml.replace("\n", "\\n") + "\",\"b\":\"";
    assertEquals(both, keyCounts(inJson + yamlConfiguration(7).replace("\n", "\\n") + "\""));
    assertEquals(both, keyCounts(encoded(json) + "\0" + encoded(yamlConfiguration(7))));
  }

  /// What was overwritten behind some keys still has these.
  @Test
  void aConfigurationThatIsCutOff() {
    String json = jsonConfiguration(7);
    int cut = json.indexOf("{k}3");
    assertEquals(List.of("3 keys"), keyCounts(json.substring(0, cut) + "\0" + json.substring(cut)));
    String yaml = yamlConfiguration(7);
    cut = yaml.indexOf("k3");
    assertEquals(List.of("3 keys"), keyCounts(yaml.substring(0, cut) + "\0" + yaml.substring(cut)));
  }

  /// A field may stand behind what it belongs to.
  @Test
  void theKindMayComeLast() {
    String json = jsonConfiguration(2).replace("{\"kind\":\"EncryptionConfiguration\",", "{");
    String last = json.substring(0, json.length() - 1) + ",\"kind\":\"EncryptionConfiguration\"}";
    assertEquals(List.of("2 keys"), keyCounts(jsonConfiguration(0) + last));
    String yaml = yamlConfiguration(2).replace("kind: EncryptionConfiguration\n", "");
    assertEquals(List.of("2 keys"), keyCounts(yaml + "kind: EncryptionConfiguration\n"));
    assertEquals(
        List.of("aescbc k0", "aescbc k1"),
        only(yaml + "kind: EncryptionConfiguration\n").keys().stream()
            .map(key -> key.provider().jsonName() + " " + key.keyName())
            .toList());
  }

  @Test
  void otherKeysOfEncryption() {
    String talos = "cluster:\n  secretboxEncryptionSecret: " + encoded("k".repeat(32)) + "\n";
    assertEquals(Detector.ENCRYPTION_KEY, only(talos).detector());
    String k3s = "K10" + "0a".repeat(32) + "::server:" + "f0".repeat(16);
    Hit token = only(k3s);
    assertEquals(Detector.ENCRYPTION_KEY, token.detector());
    assertEquals(BEFORE, token.offset());
    assertEquals(List.of(), hits("std::server::start"));
  }

  @Test
  void helmReleases() throws IOException {
    String release =
        "{\"name\":\"shop\",\"info\":{\"status\":\"deployed\"},\"config\":"
            + "{\"password\":\"c4nary-of-helm\"},\"manifest\":\""
            + "x".repeat(5000)
            + "\"}";
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(release.getBytes(UTF_8));
    }
    byte[] bytes = packed.toByteArray();
    bytes[9] = (byte) 0xFF; // as Go says: system unknown
    String encoded = Base64.getEncoder().encodeToString(bytes);
    assertEquals(List.of("BASE64", "0", "GZIP", "0"), only("\22" + encoded + "\32").decoded());
    Hit twice = only("\"" + encoded(encoded) + "\"");
    assertEquals(Detector.HELM_RELEASE, twice.detector());
    assertEquals("Helm release shop", twice.preview());
    Path file = Files.writeString(folder.resolve("helm"), encoded);
    Canaries canaries =
        Canaries.read(Files.writeString(folder.resolve("canaries"), "c4nary-of-helm\n"));
    List<Hit> hits = Swept.of(file, canaries, FileWindows.Size.STANDARD, 1).hits();
    assertEquals(2, hits.size());
    assertEquals("0-BASE64-0-GZIP-" + release.indexOf("c4nary"), hits.get(1).forensicPath());
    assertEquals(List.of(), hits(encoded("no gzip").replace("bm8", "H4sIAAAAAAA")));
  }

  @Test
  void passwordsInTheLog() {
    byte[] login = new ProtobufMessage().text(1, "alice").text(2, "alicepw-secret").toBytes();
    byte[] request = new ProtobufMessage().bytes(1100, login).toBytes();
    byte[] log = WalBuilder.first().entry(2, 1, request).preallocated(64);
    Hit hit = Swept.hits(folder, log).getFirst();
    assertEquals(Detector.ETCD_PASSWORD, hit.detector());
    assertEquals(Scope.WAL, hit.scope());
    assertEquals("password of etcd user alice", hit.preview());
    assertTrue(new String(log, ISO_8859_1).startsWith("alicepw-secret", (int) hit.offset()));
  }

  @Test
  void secretsWithoutAKey() {
    StoredObject secret = StoredObject.secret("prod", "db").data("password", "swordfish");
    List<Hit> hits = hits(secret.toBytes());
    assertEquals(Detector.KUBERNETES_OBJECT, hits.getFirst().detector());
    assertEquals(Optional.of("db"), hits.getFirst().object().objectName());
    assertEquals(BEFORE, hits.getFirst().offset());
    assertEquals(List.of(), hits(StoredObject.configMap("prod", "c").data("a", "b").toBytes()));
  }
}
