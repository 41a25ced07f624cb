package dev.snapseal.tools.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Exports that a real kubectl applies to a real API server which never saw the old cluster.
final class AppliedExportIT {
  private static final String HINT =
      "hint:  definitions first, or kubectl does not know the kinds: ";

  /// Nobody makes ServiceAccounts here, as a controller does.
  private static final String WITHOUT_ACCOUNTS = "--disable-admission-plugins=ServiceAccount";

  private static final JsonNode EMPTY = ProgramRun.parse("{}");

  @TempDir Path folder;

  /// By the commands that the export itself says.
  @Test
  void everyKindOfATreeIsTaken() throws Exception {
    Path tree = folder.resolve("tree");
    ProgramRun run =
        ProgramRun.of("export", TestData.cluster("zoo-1.36").finalDb(), "--output-dir", tree);
    assertEquals(0, run.code(), run::err);
    try (ApiServer server =
        ApiServer.start(
            folder("server"),
            WITHOUT_ACCOUNTS,
            "--runtime-config=api/all=true",
            "--feature-gates=AllAlpha=true,AllBeta=true,CBORServingAndStorage=false")) {
      ApiServer.Answer answer = server.paste(hint(run));
      assertEquals(0, answer.code(), answer.text());
      assertServed(tree, server.objects(tree));
    }
  }

  @Test
  void aNamespaceOfAnEncryptedClusterIsTakenAsAStream() throws Exception {
    Cluster cluster = TestData.cluster("etcd-3.6");
    Path stream = folder.resolve("prod.yaml");
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster);
        ApiServer server = ApiServer.start(folder("server"), WITHOUT_ACCOUNTS)) {
      Object[] keys = {
        "--config", cluster.config(), "--kms", plugins.first(), "--kms", plugins.second()
      };
      ProgramRun definitions = export(cluster, keys, "crds", "--output", folder.resolve("crds"));
      assertEquals(0, definitions.code(), definitions::err);
      ApiServer.Answer first =
          server.paste(
              "kubectl apply -f "
                  + folder.resolve("crds")
                  + " && kubectl wait --for=condition=Established crd --all");
      assertEquals(0, first.code(), first.text());
      ProgramRun run = export(cluster, keys, "-n", "prod", "--output", stream);
      assertEquals(0, run.code(), run::err);
      assertTrue(
          run.err().contains("hint:  first: snapseal export ")
              && run.err().contains(" customresourcedefinitions/widgets.demo.example.io"),
          run::err);
      ApiServer.Answer answer = server.kubectl("apply", "-f", stream.toString());
      assertEquals(0, answer.code(), answer.text());
      Map<String, JsonNode> truth = new HashMap<>();
      for (JsonNode secret : ProgramRun.parse(cluster.truth()).get("secrets")) {
        truth.put(secret.get("namespace").asString() + "/" + secret.get("name").asString(), secret);
      }
      int compared = 0;
      for (JsonNode object : server.objects(stream)) {
        if (object.get("kind").asString().equals("Secret")) {
          String name = "prod/" + object.at("/metadata/name").asString();
          JsonNode data = object.optional("data").orElse(EMPTY);
          assertEquals(truth.get(name).get("data"), data, name);
          compared++;
        }
      }
      assertEquals(64, compared);
    }
  }

  private static ProgramRun export(Cluster cluster, Object[] keys, Object... options) {
    return ProgramRun.of(
        Stream.of(new Object[] {"export", cluster.finalDb()}, keys, options)
            .flatMap(Stream::of)
            .toArray());
  }

  /// What an order or a view that is only almost right fails on.
  @Test
  void whatRefusesOthersComesLastAndOldVersionsAsTheyAreServed() throws Exception {
    Path backup = folder.resolve("trap.db");
    Files.write(backup, trap().snapshot().bytes());
    Path tree = folder.resolve("tree");
    ProgramRun run = ProgramRun.of("export", backup, "--output-dir", tree);
    assertEquals(0, run.code(), run::err);
    try (ApiServer server = ApiServer.start(folder("server"))) {
      ApiServer.Answer answer = server.paste(hint(run));
      assertEquals(0, answer.code(), answer.text());
      Map<String, JsonNode> served = byPlace(server.objects(tree));
      assertEquals(15, served.size());
      assertEquals(
          "Exists",
          served
              .get("PodDisruptionBudget/prod/none")
              .at("/spec/selector/matchExpressions/0/operator")
              .asString());
      JsonNode ingress = served.get("Ingress/prod/web").get("spec");
      assertEquals("web", ingress.at("/defaultBackend/service/name").asString());
      assertEquals(80, ingress.at("/rules/0/http/paths/0/backend/service/port/number").asInt());
      assertEquals("keep", served.get("Job/prod/forged").at("/spec/selector/which").asString());
      assertEquals("anything", served.get("Old/prod/o").at("/spec/what/ever").asString());
      assertEquals(
          "restricted",
          served
              .get("Namespace//default")
              .path("metadata")
              .path("labels")
              .path("pod-security.kubernetes.io/enforce")
              .asString());
      assertNull(served.get("Pod/prod/leaving"));
    }
  }

  private static EtcdBuilder trap() {
    return TrapBackup.cluster();
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static String hint(ProgramRun run) {
    return run.err()
        .lines()
        .filter(line -> line.startsWith(HINT))
        .map(line -> line.substring(HINT.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(run.err()));
  }

  /// Whether everything that the manifests say is so in the cluster.
  private static void assertServed(Path tree, JsonNode objects) throws IOException {
    Map<String, JsonNode> served = byPlace(objects);
    List<String> differences = new ArrayList<>();
    try (Stream<Path> files = Files.walk(tree)) {
      List<Path> manifests = files.filter(Files::isRegularFile).toList();
      assertEquals(manifests.size(), served.size());
      for (Path file : manifests) {
        JsonNode manifest = Yaml.read(file);
        compare(manifest, served.get(place(manifest)), place(manifest) + ": ", differences);
      }
    }
    assertEquals(List.of(), differences);
  }

  private static void compare(
      JsonNode said, JsonNode served, String where, List<String> differences) {
    if (where.endsWith("/metadata/finalizers") && served != null) {
      said.valueStream()
          .filter(finalizer -> served.valueStream().noneMatch(finalizer::equals))
          .forEach(finalizer -> differences.add(where + " lacks " + finalizer));
    } else if (said.isObject() && served != null && served.isObject()) {
      for (Map.Entry<String, JsonNode> member : said.properties()) {
        JsonNode there = served.get(member.getKey());
        compare(member.getValue(), there, where + "/" + member.getKey(), differences);
      }
    } else if (said.isArray() && served != null && said.size() == served.size()) {
      for (int i = 0; i < said.size(); i++) {
        compare(said.get(i), served.get(i), where + "/" + i, differences);
      }
    } else if (!said.isNull()
        && !(said.isContainer() && said.isEmpty() && served == null)
        && !said.equals(served)) {
      differences.add(where + " is " + served + ", not " + said);
    }
  }

  private static Map<String, JsonNode> byPlace(JsonNode objects) {
    Map<String, JsonNode> places = new HashMap<>();
    objects.forEach(object -> places.put(place(object), object));
    return places;
  }

  private static String place(JsonNode object) {
    return object.get("kind").asString()
        + "/"
        + object.at("/metadata/namespace").asString("")
        + "/"
        + object.at("/metadata/name").asString();
  }
}
