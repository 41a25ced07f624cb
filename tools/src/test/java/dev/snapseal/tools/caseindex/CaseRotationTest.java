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
    assertEquals(0, add.code(), add.err());
    ProgramRun run = ProgramRun.of("case", made, "exposed", "-o", "json");
    assertEquals(1, run.code(), run.err());
    JsonNode exposed = run.json().get("exposed").get(0);
    assertTrue(exposed.get("stillToBeRotated").asBoolean(), exposed.toString());
    assertEquals("the newest value is under a published key", exposed.get("reason").asString());
  }
}
