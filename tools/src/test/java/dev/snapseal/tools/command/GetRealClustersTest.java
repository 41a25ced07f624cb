package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What real API servers stored, against what they themselves gave for it.
class GetRealClustersTest {
  /// What the truth has for an object without data.
  private static final JsonNode EMPTY = ProgramRun.parse("{}");

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void everySecretIsWhatTheServerGave(String name) throws IOException {
    assertSame(name, "secrets", "secret/", 192);
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void everyConfigMapIsWhatTheServerGave(String name) throws IOException {
    assertSame(name, "configmaps", "cm/", 40);
  }

  /// The state that a later backup has for the last revision of an earlier one.
  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void anEarlierRevisionIsWhatTheBackupOfThenHolds(String name) throws IOException {
    Cluster cluster = TestData.cluster(name);
    JsonNode truth = ProgramRun.parse(cluster.truth());
    String revision = epoch(truth, "stamp").get("revision").asString();
    int compared = 0;
    for (JsonNode secret : truth.get("secrets")) {
      String key = "secret/%s/%s".formatted(text(secret, "namespace"), text(secret, "name"));
      ProgramRun then = get(cluster, cluster.epoch("5-stamp"), key);
      ProgramRun now = get(cluster, cluster.finalDb(), key, "--revision", revision);
      assertEquals(then.code(), now.code(), key);
      assertEquals(then.out(), now.out(), key);
      compared += then.code() == 0 ? 1 : 0;
    }
    assertTrue(compared > 100, compared + " Secrets existed then");
  }

  private static void assertSame(String name, String list, String kind, int count)
      throws IOException {
    Cluster cluster = TestData.cluster(name);
    JsonNode objects = ProgramRun.parse(cluster.truth()).get(list);
    assertEquals(count, objects.size());
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      for (JsonNode object : objects) {
        String key = kind + text(object, "namespace") + "/" + text(object, "name");
        ProgramRun run =
            get(
                cluster,
                cluster.finalDb(),
                key,
                "--kms",
                plugins.first(),
                "--kms",
                plugins.second());
        assertEquals("", run.err());
        JsonNode got = run.json();
        assertEquals(object.get("data"), got.optional("data").orElse(EMPTY), key);
        assertEquals(text(object, "name"), text(got.get("metadata"), "name"));
        assertEquals(text(object, "namespace"), text(got.get("metadata"), "namespace"));
      }
    }
  }

  private static ProgramRun get(Cluster cluster, Path file, String key, String... options) {
    Object[] args = new Object[7 + options.length];
    Object[] head = {"get", file, key, "-o", "json", "--config", cluster.config()};
    System.arraycopy(head, 0, args, 0, head.length);
    System.arraycopy(options, 0, args, head.length, options.length);
    return ProgramRun.of(args);
  }

  private static JsonNode epoch(JsonNode truth, String name) {
    for (JsonNode epoch : truth.get("epochs")) {
      if (text(epoch, "name").equals(name)) {
        return epoch;
      }
    }
    throw new AssertionError("no epoch " + name);
  }

  private static String text(JsonNode object, String field) {
    return object.get(field).asString();
  }
}
