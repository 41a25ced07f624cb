package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// A value that could be read and was changed there, and stands in another object all the same.
class CaseElsewhereTest {
  private static final String CONFIG = EvolvingCluster.CONFIGS.getLast();
  private static final String LEAKED = "shared-registry-password-1";

  @TempDir private Path folder;

  private final EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);

  private static StoredObject secret(String namespace, String member, String value) {
    return StoredObject.secret(namespace, "copied").data(member, value);
  }

  private void readable(StoredObject object) {
    etcd.put(object.etcdKey(), object.toBytes());
  }

  private void sealed(StoredObject object) {
    etcd.put(object.etcdKey(), EvolvingCluster.sealed(CONFIG, object));
  }

  private Path save(EtcdBuilder saved, String name) throws IOException {
    return Files.write(folder.resolve(name), saved.snapshot().bytes());
  }

  /// What is said of `prod/copied`.
  private JsonNode exposed(Path... backups) throws IOException {
    Path config = Files.writeString(folder.resolve("config.yaml"), CONFIG);
    List<Object> args =
        new ArrayList<>(List.of("case", folder.resolve("case"), "add", "--config", config));
    args.addAll(List.of(backups));
    ProgramRun add = ProgramRun.of(args.toArray());
    assertEquals(0, add.code(), add.err());
    return ProgramRun.of("case", folder.resolve("case"), "exposed", "-o", "json")
        .json()
        .get("exposed")
        .get(0);
  }

  private static void assertElsewhere(JsonNode exposed, String... keys) {
    List<String> found = new ArrayList<>();
    exposed.get("alsoIn").forEach(place -> found.add(place.get("key").asString()));
    assertEquals(List.of(keys), found);
    assertEquals(keys.length > 0, exposed.get("stillToBeRotated").asBoolean(), exposed.toString());
  }

  @Test
  void aCopyUnderAnotherNameIsListed() throws IOException {
    readable(secret("prod", "password", LEAKED));
    sealed(secret("prod", "password", "rotated-registry-password-2"));
    sealed(secret("staging", "password", LEAKED));
    sealed(secret("test", "registry-password", LEAKED + "\n"));
    JsonNode exposed = exposed(save(etcd, "db"));
    assertElsewhere(exposed, "/registry/secrets/staging/copied", "/registry/secrets/test/copied");
    assertEquals(
        "a value that was readable stands in another object", exposed.get("reason").asString());
    String text =
        ProgramRun.of("case", folder.resolve("case"), "exposed").out().replaceAll("\\s+", " ");
    assertTrue(text.contains("the value also stands in staging/copied, test/copied"), text);
    Path page = folder.resolve("page.html");
    ProgramRun.of("case", folder.resolve("case"), "report", "--output", page);
    String html = Files.readString(page).replace("<wbr>", "");
    assertTrue(html.contains("the value also stands in staging/copied"));
  }

  @Test
  void aPasswordOfWordsIsLookedForWhereItIsCalledOne() throws IOException {
    readable(secret("prod", "password", "renamed-pass-1"));
    sealed(secret("prod", "password", "rotated-registry-password-2"));
    sealed(secret("staging", "db-password", "renamed-pass-1"));
    assertElsewhere(exposed(save(etcd, "db")), "/registry/secrets/staging/copied");
  }

  @Test
  void aCopyThatWasChangedOrDeletedTooIsNone() throws IOException {
    readable(secret("prod", "password", LEAKED));
    sealed(secret("staging", "password", LEAKED));
    sealed(secret("test", "password", LEAKED));
    Path before = save(etcd, "before");
    sealed(secret("prod", "password", "rotated-registry-password-2"));
    sealed(secret("staging", "password", "rotated-registry-password-2"));
    etcd.delete(secret("test", "password", "").etcdKey());
    assertElsewhere(exposed(before, save(etcd, "after")));
  }

  @Test
  void aCopyOfWhatWasDeletedIsListed() throws IOException {
    readable(secret("prod", "password", LEAKED));
    sealed(secret("staging", "password", LEAKED));
    Path before = save(etcd, "before");
    etcd.delete(secret("prod", "password", "").etcdKey());
    JsonNode exposed = exposed(before, save(etcd, "after"));
    assertTrue(exposed.get("deleted").asBoolean(), exposed.toString());
    assertElsewhere(exposed, "/registry/secrets/staging/copied");
  }

  @Test
  void aCopyInAnotherClusterIsOneToo() throws IOException {
    readable(secret("prod", "password", LEAKED));
    sealed(secret("prod", "password", "rotated-registry-password-2"));
    EtcdBuilder other =
        EtcdBuilder.of(EtcdVersion.V3_6)
            .put(
                "/registry/namespaces/kube-system",
                """
                {"apiVersion":"v1","kind":"Namespace",\
                "metadata":{"name":"kube-system","uid":"6f1c2b1e"}}\
                """
                    .getBytes(UTF_8));
    StoredObject copy = secret("prod", "password", LEAKED);
    other.put(copy.etcdKey(), EvolvingCluster.sealed(CONFIG, copy));
    JsonNode exposed = exposed(save(etcd, "db"), save(other, "other"));
    assertElsewhere(exposed, "/registry/secrets/prod/copied");
    assertEquals("6f1c2b1e", exposed.get("alsoIn").get(0).get("cluster").asString());
  }

  /// Who has the same word, name or address has not the same secret.
  @ParameterizedTest
  @CsvSource({
    "password, true",
    "password, admin",
    "password, changeme",
    "password, application",
    "password, YWRtaW4=",
    "password, 12345678",
    "cluster, prod-cluster-1",
    "password, postgres.prod.svc.cluster.local",
    "url, https://example.com/api/",
    "address, operator-2026@example.com",
    "path, /var/lib/secrets/2026",
    "username, x7-Kd93-user-of-registry",
    "DB_HOST, x7-Kd93-host-of-database",
  })
  void whatIsNoSecretIsNotLookedFor(String member, String value) throws IOException {
    readable(secret("prod", member, value));
    sealed(secret("prod", member, "rotated-registry-password-2"));
    sealed(secret("staging", member, value));
    assertElsewhere(exposed(save(etcd, "db")));
  }
}
