package dev.snapseal.tools.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Exports of every built-in kind and of encrypted clusters against the API server's own JSON.
final class ExportedObjectsTest {
  private static final Path ZOO = TestData.cluster("zoo-1.36").finalDb();

  @TempDir Path folder;

  @Test
  void aFullExportOfEveryKindIsWhatTheApiServerPrints() {
    assertServed("zoo-1.36", ProgramRun.of("export", ZOO, "--all", "--full", "-o", "json"));
  }

  /// Under eight kinds of encryption.
  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void aFullExportOfEveryEncryptedObjectIsWhatTheApiServerPrints(String name) throws IOException {
    Cluster cluster = TestData.cluster(name);
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      assertServed(
          name,
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
              plugins.second()));
    }
  }

  private static void assertServed(String cluster, ProgramRun run) {
    assertEquals(0, run.code(), run.err());
    Map<String, JsonNode> exported = new HashMap<>();
    for (JsonNode item : ServedObject.MAPPER.readTree(run.out()).get("items")) {
      exported.put(item.at("/metadata/uid").stringValue(), item);
    }
    List<ServedObject> served = ServedObject.all(cluster);
    assertEquals(served.size(), exported.size());
    for (ServedObject object : served) {
      JsonNode item = exported.get(object.object().at("/metadata/uid").stringValue());
      ObjectNode tree = ApiDefaults.added((ObjectNode) item);
      assertEquals(object.object(), ServedObject.reread(tree), object.key());
    }
  }

  @Test
  void manifestsHoldNothingOfTheirClusterAndComeInOrder() {
    ProgramRun run = ProgramRun.of("export", ZOO, "-o", "json");
    List<String> kinds = new ArrayList<>();
    for (JsonNode item : ServedObject.MAPPER.readTree(run.out()).get("items")) {
      kinds.add(item.get("kind").stringValue());
      assertTrue(item.at("/metadata/uid").isMissingNode());
      assertTrue(item.at("/metadata/resourceVersion").isMissingNode());
      assertTrue(item.at("/metadata/ownerReferences").isMissingNode());
      assertTrue(item.path("status").isMissingNode());
      assertTrue(Set.of("", "None").contains(item.at("/spec/clusterIP").asString("")));
    }
    assertEquals(127, kinds.size());
    assertTrue(kinds.stream().noneMatch(Set.of("Event", "Node", "Lease")::contains));
    List<String> order =
        List.of(
            "CustomResourceDefinition",
            "Namespace",
            "Secret",
            "PersistentVolumeClaim",
            "Service",
            "Deployment",
            "Thing",
            "ValidatingWebhookConfiguration");
    for (int i = 1; i < order.size(); i++) {
      assertTrue(
          kinds.lastIndexOf(order.get(i - 1)) < kinds.indexOf(order.get(i)),
          order.get(i - 1) + " before " + order.get(i));
    }
    assertTrue(run.err().contains("left out  5: events\n"), run.err());
  }

  @Test
  void aTreeOfFilesComesBackFromYamlAsTheListHasIt() throws IOException {
    Path tree = folder.resolve("tree");
    ProgramRun run = ProgramRun.of("export", ZOO, "--all", "--output-dir", tree);
    assertEquals(0, run.code(), run.err());
    Map<String, JsonNode> read = new HashMap<>();
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String yaml = Files.readString(file);
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        JsonNode object = ServedObject.MAPPER.valueToTree(loaded);
        long plain =
            PlainScalars.notStrings(yaml).stream()
                .filter(text -> !text.equals("e2")) // the patterns are wider than YAML's numbers
                .count();
        assertEquals(notStrings(object), plain, "YAML 1.1 of " + file);
        read.put(place(object), object);
      }
    }
    ProgramRun list = ProgramRun.of("export", ZOO, "--all", "-o", "json");
    int compared = 0;
    for (JsonNode item : ServedObject.MAPPER.readTree(list.out()).get("items")) {
      assertEquals(doubles(item), doubles(read.get(place(item))), place(item));
      compared++;
    }
    assertEquals(298, compared);
    assertEquals(298, read.size());
  }

  private static int notStrings(JsonNode tree) {
    if (!tree.isContainer()) {
      return tree.isString() ? 0 : 1;
    }
    int sum = 0;
    for (JsonNode child : tree) {
      sum += notStrings(child);
    }
    return sum;
  }

  /// Numbers with a fraction as YAML's reader has them.
  private static JsonNode doubles(JsonNode tree) {
    return new JsonMapper().readTree(tree.toString());
  }

  private static String place(JsonNode object) {
    return object.get("apiVersion").asString()
        + "/"
        + object.get("kind").asString()
        + "/"
        + object.at("/metadata/namespace").asString("")
        + "/"
        + object.at("/metadata/name").asString();
  }
}
