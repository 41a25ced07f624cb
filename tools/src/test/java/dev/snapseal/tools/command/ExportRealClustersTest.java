package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Exports of clusters under eight kinds of encryption, against what their API servers gave.
class ExportRealClustersTest {
  private static final JsonNode EMPTY = ProgramRun.parse("{}");

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void everySecretAndConfigMapIsWhatTheServerGave(String name) throws IOException {
    Cluster cluster = TestData.cluster(name);
    JsonNode truth = ProgramRun.parse(cluster.truth());
    Map<String, JsonNode> exported = new HashMap<>();
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      ProgramRun run =
          ProgramRun.of(
              "export",
              cluster.finalDb(),
              "--all",
              "--full",
              "-o",
              "json",
              "--config",
              cluster.config(),
              "--kms",
              plugins.first(),
              "--kms",
              plugins.second());
      assertEquals(0, run.code(), run.err());
      for (JsonNode item : run.json().get("items")) {
        exported.put(place(item.get("kind").asString(), item.get("metadata")), item);
      }
    }
    int compared = compare(truth.get("secrets"), "Secret", exported);
    compared += compare(truth.get("configmaps"), "ConfigMap", exported);
    assertEquals(232, compared);
    assertEquals(unnamed(truth), truth.get("live").size() - exported.size());
  }

  private static int compare(JsonNode objects, String kind, Map<String, JsonNode> exported) {
    int compared = 0;
    for (JsonNode object : objects) {
      String place = place(kind, object);
      assertEquals(object.get("data"), exported.get(place).optional("data").orElse(EMPTY), place);
      compared++;
    }
    return compared;
  }

  /// Keys that are no objects, or objects that the API serves under no name.
  private static long unnamed(JsonNode truth) {
    return truth
        .get("live")
        .valueStream()
        .map(live -> live.get("key").asString())
        .filter(
            key ->
                key.equals("compact_rev_key")
                    || key.startsWith("/registry/ranges/")
                    || key.startsWith("/registry/masterleases/")
                    || key.startsWith("/registry/peerserverleases/"))
        .count();
  }

  @Test
  void withoutItsKeysTheRestIsExportedAndTheCodeSaysSo() {
    Cluster cluster = TestData.cluster("etcd-3.6");
    ProgramRun run = ProgramRun.of("export", cluster.finalDb(), "-n", "prod", "-o", "json");
    assertEquals(5, run.code());
    assertTrue(run.err().contains("FAILED    /registry/secrets/prod/"), run.err());
    assertTrue(run.err().contains("hint:  which keys it needs: snapseal keys "), run.err());
    assertTrue(run.json().get("items").size() > 20, run.err());
  }

  /// A later backup has the state of an earlier one.
  @Test
  void anEarlierRevisionIsWhatTheBackupOfThenHolds() {
    Cluster cluster = TestData.cluster("etcd-3.6");
    JsonNode epochs = ProgramRun.parse(cluster.truth()).get("epochs");
    String revision =
        epochs
            .valueStream()
            .filter(epoch -> epoch.get("name").asString().equals("stamp"))
            .findFirst()
            .orElseThrow()
            .get("revision")
            .asString();
    ProgramRun then = export(cluster, cluster.epoch("5-stamp"), "--all");
    ProgramRun now = export(cluster, cluster.finalDb(), "--all", "--revision", revision);
    assertEquals(then.code(), now.code(), now.err());
    assertEquals(then.out(), now.out());
    assertTrue(then.json().get("items").size() > 200, then.err());
  }

  private static ProgramRun export(Cluster cluster, Object file, String... options) {
    Object[] args = new Object[6 + options.length];
    Object[] head = {"export", file, "-o", "json", "--config", cluster.config()};
    System.arraycopy(head, 0, args, 0, head.length);
    System.arraycopy(options, 0, args, head.length, options.length);
    return ProgramRun.of(args);
  }

  private static String place(String kind, JsonNode object) {
    return kind
        + "/"
        + object.path("namespace").asString("")
        + "/"
        + object.get("name").asString()
        + (object.has("uid") && !kind.equals("Secret") && !kind.equals("ConfigMap")
            ? object.get("uid").asString()
            : "");
  }
}
