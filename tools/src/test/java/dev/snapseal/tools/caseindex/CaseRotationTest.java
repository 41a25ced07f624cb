package dev.snapseal.tools.caseindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// When `case exposed` says that what could be read is no longer in use.
class CaseRotationTest {
  private static final String CONFIG = EvolvingCluster.CONFIGS.getLast();

  /// Key of an example in the documentation of Kubernetes.
  private static final String PUBLISHED =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: EncryptionConfiguration
      resources:
      - resources: [secrets]
        providers:
        - aescbc: {keys: [{name: key1, secret: c2VjcmV0IGlzIHNlY3VyZQ==}]}
        - identity: {}
      """;

  @TempDir private Path folder;

  private static StoredObject secret(String password, String api) {
    return StoredObject.secret("prod", "db").data("password", password).data("api", api);
  }

  /// Of a store in which `readable` stands in plaintext and, behind it, `newest` encrypted.
  private JsonNode exposed(StoredObject readable, StoredObject newest) throws IOException {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    etcd.put(readable.etcdKey(), readable.toBytes());
    etcd.put(newest.etcdKey(), EvolvingCluster.sealed(CONFIG, newest));
    Path file = Files.write(folder.resolve("db"), etcd.snapshot().bytes());
    Path config = Files.writeString(folder.resolve("config.yaml"), CONFIG);
    Path made = folder.resolve("case");
    ProgramRun add = ProgramRun.of("case", made, "add", "--config", config, file);
    assertEquals(0, add.code(), add.err());
    ProgramRun run = ProgramRun.of("case", made, "exposed", "-o", "json");
    assertEquals(1, run.code(), run.err());
    return run.json().get("exposed").get(0);
  }

  @Test
  void aSecretOfWhichOneMemberIsTheSameIsStillToBeRotated() throws IOException {
    JsonNode exposed = exposed(secret("pa55-1", "token-1"), secret("pa55-1", "token-2"));
    assertTrue(exposed.get("stillToBeRotated").asBoolean(), exposed.toString());
    assertEquals("some of its data were not changed", exposed.get("reason").asString());
  }

  @Test
  void aSecretWithoutDataHasNothingToRotate() throws IOException {
    StoredObject empty = StoredObject.secret("prod", "db");
    JsonNode exposed = exposed(empty, empty);
    assertFalse(exposed.get("stillToBeRotated").asBoolean(true), exposed.toString());
    assertEquals("it holds no data", exposed.get("reason").asString());
  }

  @Test
  void aSecretThatWasEmptiedWasRotated() throws IOException {
    JsonNode exposed = exposed(secret("pa55-1", "token-1"), StoredObject.secret("prod", "db"));
    assertFalse(exposed.get("stillToBeRotated").asBoolean(true), exposed.toString());
    assertEquals("the data were changed", exposed.get("reason").asString());
  }

  @Test
  void aSecretOfWhichEveryMemberIsNewWasRotated() throws IOException {
    JsonNode exposed = exposed(secret("pa55-1", "token-1"), secret("pa55-2", "token-2"));
    assertFalse(exposed.get("stillToBeRotated").asBoolean(true), exposed.toString());
    assertEquals("the data were changed", exposed.get("reason").asString());
  }

  @Test
  void aMemberThatWasAddedChangesNothing() throws IOException {
    StoredObject grown = secret("pa55-1", "token-1").data("more", "m0re");
    JsonNode exposed = exposed(secret("pa55-1", "token-1"), grown);
    assertTrue(exposed.get("stillToBeRotated").asBoolean(), exposed.toString());
  }

  /// Made with `openssl req -x509`, and of no use.
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBejCCAR+gAwIBAgIUfxgB31Ao1p4AhF1u+ZhLEnrhGuQwCgYIKoZIzj0EAwIw
      EjEQMA4GA1UEAwwHZXhhbXBsZTAeFw0yNjExMjYxOTI3MDJaFw0zNjExMjMxOTI3
      MDJaMBIxEDAOBgNVBAMMB2V4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
      AAQUDQ9EWOiBhruD1UjX9yMuWjw/LJXlwQM2TDL4INm2OKrRBAoIE05AT+aSYdNI
      67KVqVOCN+hAKgB1ergRjjdvo1MwUTAdBgNVHQ4EFgQUDv2/UWkLVVFGXv5N8GUT
      +aomwzgwHwYDVR0jBBgwFoAUDv2/UWkLVVFGXv5N8GUT+aomwzgwDwYDVR0TAQH/
      BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA042kkM4XzTIMxkaoGacKxQYpzA3e
      3rtJTS16iQn3nTECIQCjHwtuzHbW+R1YtO11phaJHdh+w3r2graa71KsN25zfw==
      -----END CERTIFICATE-----
      """;

  private static StoredObject tls(String key, String certificate) {
    return StoredObject.secret("prod", "tls").data("tls.key", key).data("tls.crt", certificate);
  }

  @Test
  void theMembersThatWereNotChangedAreNamed() throws IOException {
    JsonNode exposed = exposed(secret("pa55-1", "token-1"), secret("pa55-1", "token-2"));
    assertEquals("[\"password\"]", exposed.get("unchangedMembers").toString());
    ProgramRun text = ProgramRun.of("case", folder.resolve("case"), "exposed");
    assertTrue(text.out().contains("some of its data were not changed: password"), text.out());
  }

  @Test
  void aCertificateThatIsTheSameIsNoSecret() throws IOException {
    JsonNode exposed = exposed(tls("key-1", CERTIFICATE), tls("key-2", CERTIFICATE));
    assertFalse(exposed.get("stillToBeRotated").asBoolean(true), exposed.toString());
    assertEquals("[]", exposed.get("unchangedMembers").toString());
    assertEquals("tls.crt", exposed.get("harmlessMembers").get(0).get("name").asString());
    assertEquals("certificate", exposed.get("harmlessMembers").get(0).get("reason").asString());
  }

  @Test
  void whatHoldsMoreThanCertificatesIsASecret() throws IOException {
    String with = CERTIFICATE + "pa55-1\n";
    JsonNode exposed = exposed(tls("key-1", with), tls("key-2", with));
    assertTrue(exposed.get("stillToBeRotated").asBoolean(), exposed.toString());
    assertEquals("[\"tls.crt\"]", exposed.get("unchangedMembers").toString());
  }

  @Test
  void aNameAloneMakesNothingHarmless() throws IOException {
    JsonNode exposed =
        exposed(
            StoredObject.secret("prod", "x").data("ca.crt", "pa55").data("namespace", "pa55"),
            StoredObject.secret("prod", "x").data("ca.crt", "pa55").data("namespace", "pa55"));
    assertTrue(exposed.get("stillToBeRotated").asBoolean(), exposed.toString());
  }

  @Test
  void namesOfMembersCannotSteerTheTerminal() throws IOException {
    JsonNode exposed =
        exposed(secret("a", "b").data("\u001b[31m", "x"), secret("c", "d").data("\u001b[31m", "x"));
    assertEquals(1, exposed.get("unchangedMembers").size());
    ProgramRun text = ProgramRun.of("case", folder.resolve("case"), "exposed");
    assertFalse(text.out().contains("\u001b"), text.out());
  }

  @Test
  void ofMoreMembersThanAreKeptItIsNotKnown() throws IOException {
    StoredObject newest = secret("pa55-2", "token-2");
    for (int i = 0; i < CaseLayout.MAX_MEMBERS; i++) {
      newest = newest.data("member-" + i, "new-" + i);
    }
    JsonNode exposed = exposed(secret("pa55-1", "token-1"), newest);
    assertTrue(exposed.get("stillToBeRotated").isNull(), exposed.toString());
    assertEquals("the data were changed, in part or whole", exposed.get("reason").asString());
  }

  @Test
  void aValueUnderAPublishedKeyIsReadable() throws IOException {
    StoredObject secret = secret("pa55-1", "token-1");
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    etcd.put(secret.etcdKey(), EvolvingCluster.sealed(PUBLISHED, secret));
    Path file = Files.write(folder.resolve("db"), etcd.snapshot().bytes());
    Path config = Files.writeString(folder.resolve("config.yaml"), PUBLISHED);
    assertUnderPublishedKey(folder.resolve("without"), file);
    assertUnderPublishedKey(folder.resolve("with"), file, "--config", config);
  }

  private static void assertUnderPublishedKey(Path made, Object... file) {
    List<Object> args = new ArrayList<>(List.of("case", made, "add"));
    args.addAll(List.of(file));
    ProgramRun add = ProgramRun.of(args.toArray());
    assertEquals(file.length > 1 ? 0 : 3, add.code(), add.err());
    ProgramRun run = ProgramRun.of("case", made, "exposed", "-o", "json");
    assertEquals(1, run.code(), run.err());
    JsonNode exposed = run.json().get("exposed").get(0);
    assertTrue(exposed.get("stillToBeRotated").asBoolean(), exposed.toString());
    assertEquals("the newest value is under a published key", exposed.get("reason").asString());
  }

  private static StoredObject one(String name, String value) {
    return StoredObject.secret("prod", "one").data(name, value);
  }

  @Test
  void aValueUnderAnotherNameIsStillToBeRotated() throws IOException {
    JsonNode exposed =
        exposed(one("postgresql-password", "horses-3"), one("postgres-password", "horses-3"));
    assertTrue(exposed.get("stillToBeRotated").asBoolean(), exposed.toString());
  }

  @Test
  void aValueWithALineEndIsTheSame() throws IOException {
    JsonNode exposed = exposed(one("password", "horses-3"), one("password", "horses-3\n"));
    assertTrue(exposed.get("stillToBeRotated").asBoolean(), exposed.toString());
  }

  private void assertNotKnown(String name, String readable, String newest) throws IOException {
    JsonNode exposed = exposed(one(name, readable), one(name, newest));
    assertTrue(exposed.get("stillToBeRotated").isNull(), exposed.toString());
    assertEquals("the data were changed, in part or whole", exposed.get("reason").asString());
  }

  @Test
  void oneOfSeveralLinesMayBeTheSecretThatWasNotChanged() throws IOException {
    assertNotKnown(
        "app.env",
        "DB_PASSWORD=still-the-same-1234\nAPI_KEY=old\n",
        "DB_PASSWORD=still-the-same-1234\nAPI_KEY=new\n");
  }

  @Test
  void oneOfSeveralRegistriesMayBeTheSecretThatWasNotChanged() throws IOException {
    String registries =
        "{\"auths\":{\"reg.a.io\":{\"auth\":\"%s\"},\"b\":{\"auth\":\"Ym90OnN0aWxs\"}}}";
    assertNotKnown(
        ".dockerconfigjson",
        registries.formatted("b2xkcGFzcw=="),
        registries.formatted("bmV3cGFzcw=="));
  }

  @Test
  void namesOfHostsAndOfSettingsAreNoSecrets() throws IOException {
    String env = "DATABASE_HOST=postgres.prod.svc\nDATABASE_PASSWORD=%s\n";
    JsonNode exposed =
        exposed(
            one("app.env", env.formatted("old-1234")), one("app.env", env.formatted("new-1234")));
    assertFalse(exposed.get("stillToBeRotated").asBoolean(true), exposed.toString());
  }
}
