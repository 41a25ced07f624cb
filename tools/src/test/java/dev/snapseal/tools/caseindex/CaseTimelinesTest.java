package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Which backups are of one cluster, and of one timeline of it: what was changed in another is not
/// changed here.
class CaseTimelinesTest {
  private static final String CONFIG = EvolvingCluster.CONFIGS.getLast();

  private static final String NAMESPACE = "/registry/namespaces/kube-system";

  /// Of which no key is given.
  private static final String SEALED = "k8s:enc:aescbc:v1:lost:0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  private Path config;
  private Path made;

  @BeforeEach
  void configure() throws IOException {
    config = Files.writeString(folder.resolve("config.yaml"), CONFIG);
    made = folder.resolve("case");
  }

  private static EtcdBuilder cluster(String namespace) {
    return EtcdBuilder.of(EtcdVersion.V3_6).put(NAMESPACE, namespace.getBytes(UTF_8));
  }

  private static StoredObject secret(String name, String password) {
    return StoredObject.secret("prod", name).data("password", password);
  }

  private static void readable(EtcdBuilder etcd, String name, String password) {
    StoredObject secret = secret(name, password);
    etcd.put(secret.etcdKey(), secret.toBytes());
  }

  private static void sealed(EtcdBuilder etcd, String name, String password) {
    StoredObject secret = secret(name, password);
    etcd.put(secret.etcdKey(), EvolvingCluster.sealed(CONFIG, secret));
  }

  private Path save(EtcdBuilder etcd, String name) throws IOException {
    return Files.write(folder.resolve(name), etcd.snapshot().bytes());
  }

  private JsonNode exposed(Path... backups) {
    List<Object> args = new ArrayList<>(List.of("case", made, "add", "--config", config));
    args.addAll(List.of(backups));
    ProgramRun add = ProgramRun.of(args.toArray());
    assertTrue(Set.of(0, 3).contains(add.code()), add.err());
    return ProgramRun.of("case", made, "exposed", "-o", "json").json();
  }

  private static String due(JsonNode exposed, String name) {
    for (JsonNode one : exposed.get("exposed")) {
      if (one.get("objectName").asString().equals(name)) {
        return one.get("stillToBeRotated").toString();
      }
    }
    return "not exposed";
  }

  private static EtcdBuilder monday() {
    EtcdBuilder etcd =
        cluster(
            """
            {"apiVersion":"v1","kind":"Namespace",\
            "metadata":{"name":"kube-system","uid":"6f1c2b1e"}}\
            """);
    for (String name : List.of("x", "y", "z")) {
      readable(etcd, name, "first-" + name + "-password");
    }
    return etcd;
  }

  /// Tuesday's ends before the restored Monday's: only their records tell them apart.
  @Test
  void aRestoredClusterThatHasOvertakenTheOldOneIsAnotherTimeline() throws IOException {
    EtcdBuilder tuesday = monday();
    readable(tuesday, "x", "second-x-password");
    readable(tuesday, "w", "only-in-the-old-one");
    EtcdBuilder restored = monday();
    for (int i = 0; i < 12; i++) {
      sealed(restored, "filler", "filler-" + i);
    }
    sealed(restored, "x", "third-x-password");
    sealed(restored, "w", "another-w-password");
    JsonNode exposed =
        exposed(save(monday(), "mon"), save(tuesday, "tue"), save(restored, "restored"));
    assertEquals("true", due(exposed, "w"));
    assertEquals("true", due(exposed, "x"));
  }

  @Test
  void aClusterThatWentOnIsOneTimeline() throws IOException {
    EtcdBuilder tuesday = monday();
    sealed(tuesday, "x", "second-x-password");
    EtcdBuilder wednesday = monday();
    sealed(wednesday, "x", "second-x-password");
    for (int i = 0; i < 50; i++) {
      sealed(wednesday, "filler", "filler-" + i);
    }
    wednesday.compact(30);
    JsonNode exposed = exposed(save(monday(), "mon"), save(tuesday, "tue"), save(wednesday, "wed"));
    assertEquals("false", due(exposed, "x"));
    assertEquals("true", due(exposed, "y"));
  }

  @Test
  void anotherClusterThatNamesItselfNoMoreChangesNothingHere() throws IOException {
    EtcdBuilder other = cluster(SEALED);
    for (int i = 0; i < 9; i++) {
      sealed(other, "x", "password-of-another-" + i);
    }
    Path unnamed = save(other, "unnamed");
    JsonNode exposed = exposed(save(monday(), "mon"), unnamed);
    assertEquals("true", due(exposed, "x"));
    assertEquals("[2]", exposed.get("evidencesOfUnknownCluster").toString());
    String text = ProgramRun.of("case", made, "exposed").out().replaceAll("\\s+", " ");
    assertTrue(text.contains("NOT KNOWN: which cluster 1 backup is of: "), text);
    assertTrue(text.contains("no. 2 (" + unnamed + ")"), text);
  }

  @Test
  void twoBackupsThatNameNoClusterAreNotOfOne() throws IOException {
    EtcdBuilder one = cluster(SEALED);
    readable(one, "x", "readable-password");
    EtcdBuilder other = cluster(SEALED + "f");
    sealed(other, "x", "another-password");
    sealed(other, "x", "another-password-2");
    JsonNode exposed = exposed(save(one, "one"), save(other, "other"));
    assertEquals("true", due(exposed, "x"));
    assertEquals("[1,2]", exposed.get("evidencesOfUnknownCluster").toString());
  }

  @Test
  void aBackupThatHoldsTheSameRevisionsIsOfTheSameCluster() throws IOException {
    EtcdBuilder named = monday();
    EtcdBuilder later = cluster(SEALED);
    for (String name : List.of("x", "y", "z")) {
      readable(later, name, "first-" + name + "-password");
    }
    sealed(later, "x", "second-x-password");
    JsonNode exposed = exposed(save(named, "named"), save(later, "later"));
    assertEquals("false", due(exposed, "x"));
    assertEquals("[]", exposed.get("evidencesOfUnknownCluster").toString());
    assertFalse(ProgramRun.of("case", made, "exposed").out().contains("which cluster"));
  }
}
