package dev.snapseal.tools.caseindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Adding a backup again, with keys that were not in hand before.
class CaseKeysTest {
  private static final String CONFIG =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: EncryptionConfiguration
      resources:
      - resources: [secrets]
        providers:
        - %s: {keys: [{name: %s, secret: %s}]}
        - identity: {}
      """;

  private static final String OLD =
      CONFIG.formatted("aescbc", "old", "b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=");
  private static final String NEW =
      CONFIG.formatted("aesgcm", "new", "dHdvIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=");
  private static final String WRONG =
      CONFIG.formatted("aesgcm", "new", "b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=");

  @TempDir private Path folder;

  private Path backup;

  @BeforeEach
  void save() throws IOException {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    put(etcd, OLD, secret("a", "pa55-1"));
    put(etcd, OLD, secret("b", "pa55-2"));
    put(etcd, NEW, secret("a", "pa55-1"));
    backup = Files.write(folder.resolve("db"), etcd.snapshot().bytes());
    Files.writeString(folder.resolve("old.yaml"), OLD);
    Files.writeString(folder.resolve("new.yaml"), NEW);
    Files.writeString(folder.resolve("wrong.yaml"), WRONG);
  }

  private static StoredObject secret(String name, String password) {
    return StoredObject.secret("prod", name).data("password", password);
  }

  private static void put(EtcdBuilder etcd, String config, StoredObject secret) {
    etcd.put(secret.etcdKey(), EvolvingCluster.sealed(config, secret));
  }

  private ProgramRun add(String made, Object... more) {
    List<Object> args = new ArrayList<>(List.of("case", folder.resolve(made), "add", backup));
    args.addAll(List.of(more));
    return ProgramRun.of(args.toArray());
  }

  private ProgramRun add(String made, String... configs) {
    List<Object> more = new ArrayList<>();
    for (String config : configs) {
      more.add("--config");
      more.add(folder.resolve(config));
    }
    return add(made, more.toArray());
  }

  private JsonNode json(String made, String... configs) {
    List<Object> more = new ArrayList<>(List.of("-o", "json"));
    for (String config : configs) {
      more.add("--config");
      more.add(folder.resolve(config));
    }
    return add(made, more.toArray()).json().get("additions").get(0);
  }

  @Test
  void keysAfterOneAnotherTellWhatAllTellAtOnce() throws IOException {
    assertEquals(3, add("case").code());
    assertEquals(3, add("case", "old.yaml").code());
    JsonNode second = json("case", "new.yaml");
    assertEquals("indexedAnew", second.get("outcome").asString());
    assertEquals(1, second.get("opened").asInt());
    add("at-once", "old.yaml", "new.yaml");
    for (String name : List.of("a", "b")) {
      assertEquals(revisions("at-once", name), revisions("case", name));
    }
    assertTrue(revisions("case", "a").contains("reencrypted"), revisions("case", "a"));
    assertEquals(2, second.get("keysTried").size());
    assertFalse(IndexDump.of(folder.resolve("case")).contains("pa55"));
  }

  private String revisions(String made, String name) {
    ProgramRun run =
        ProgramRun.of(
            "case", folder.resolve(made), "timeline", "secret/prod/" + name, "-o", "json");
    assertEquals(0, run.code(), run.err());
    return run.json().get("revisions").toString();
  }

  @Test
  void theSameKeysAgainChangeNothing() throws IOException {
    add("case", "old.yaml");
    String before = IndexDump.of(folder.resolve("case"));
    ProgramRun again = add("case", "old.yaml");
    assertEquals(3, again.code());
    assertTrue(again.out().contains("is in the case already"), again.out());
    assertEquals(3, add("case").code());
    assertEquals(before, IndexDump.of(folder.resolve("case")));
  }

  @Test
  void theUnopenedCountFalls() {
    assertEquals(0, json("case").get("unopened").asInt());
    assertEquals(1, json("case", "old.yaml").get("unopened").asInt());
    assertEquals(1, json("case", "wrong.yaml").get("unopened").asInt());
    assertEquals(0, json("case", "new.yaml").get("unopened").asInt());
  }

  @Test
  void whatIsMissingIsNamed() {
    ProgramRun none = add("case");
    assertTrue(
        none.out().contains("2 values in 1 backup under aescbc key \"old\": no keys were given"),
        none.out());
    ProgramRun run = add("case", "wrong.yaml");
    String text = run.out();
    assertTrue(text.contains("under aescbc key \"old\": no configuration given has it"), text);
    assertTrue(text.contains("1 value in 1 backup under aesgcm key \"new\": the key given"), text);
    String again = " add " + backup + " --config " + folder.resolve("wrong.yaml");
    assertTrue(text.contains(again + " --config old.yaml"), text);
    JsonNode missing = json("case", "wrong.yaml").get("missingKeys");
    assertEquals(2, missing.size());
    assertEquals("noKey", missing.get(0).get("reason").asString());
    assertEquals("wrongKey", missing.get(1).get("reason").asString());
  }

  @Test
  void aPluginThatIsBackOpensMore() throws IOException {
    Cluster cluster = TestData.cluster("etcd-3.6");
    backup = cluster.finalDb();
    ProgramRun away =
        add(
            "case",
            (Object) "--config",
            cluster.config(),
            "--kms",
            "plug1=unix://" + folder.resolve("none.sock"),
            "--kms",
            "plug2=unix://" + folder.resolve("none.sock"));
    assertEquals(3, away.code());
    String text = away.out();
    assertTrue(text.contains("kms v1 plugin \"plug1\": the plugin was not reached"), text);
    assertTrue(text.contains(" --kms plug1=unix://" + folder.resolve("none.sock")), text);
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      ProgramRun back =
          add(
              "case",
              (Object) "--config",
              cluster.config(),
              "--kms",
              plugins.first(),
              "--kms",
              plugins.second());
      assertEquals(0, back.code(), back.out());
      assertTrue(back.out().contains("indexed anew: "), back.out());
    }
    assertEquals(0, add("case").code());
  }
}
