package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExportCommandTest {
  private static final String CONFIG = Backups.config("aescbc", "one", Backups.KEY_ONE);
  private static final StoredObject SEALED = Backups.secret("prod", "sealed");
  private static final String NAMESPACE_FILE = "1-cluster/02-Namespace/prod.yaml";
  private static final String CONFIG_FILE = "2-namespaces/prod/10-ConfigMap/web.yaml";
  private static final Terminal SCREEN = new Terminal(true, false, false, 80);

  private static final String THING_NAMED_BY_A_NUMBER =
      "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Thing\",\"metadata\":{\"name\":7}}";

  private static final String DELETED_POD =
      "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\","
          + "\"namespace\":\"prod\",\"finalizers\":[\"example.com/hold\",\"orphan\"],"
          + "\"deletionTimestamp\":\"2026-01-02T03:04:05Z\"},\"spec\":{}}";

  @TempDir Path folder;
  private Backups backups;

  @BeforeEach
  void writeABackup() throws IOException {
    backups = new Backups(folder);
    StoredObject web = StoredObject.configMap("prod", "web").label("app", "web").data("n", "1");
    StoredObject other = StoredObject.configMap("stage", "app").label("app", "db").data("n", "2");
    backups.write(
        "db.snapshot",
        Backups.etcd()
            .put("/registry/namespaces/prod", json("v1", "Namespace", "", "prod"))
            .put(web.etcdKey(), web.toBytes())
            .put(other.etcdKey(), other.toBytes())
            .put(SEALED.etcdKey(), Backups.sealed(CONFIG, SEALED))
            .put(
                "/registry/example.com/things/prod/t", json("example.com/v1", "Thing", "prod", "t"))
            .put("/registry/events/prod/e", json("v1", "Event", "prod", "e"))
            .put("/registry/leases/prod/l", "not an object")
            .put("/calico/v3/x", "foreign")
            .delete("/registry/namespaces/prod")
            .put("/registry/namespaces/prod", json("v1", "Namespace", "", "prod")));
    backups.write("config.yaml", CONFIG);
  }

  @Test
  void aNamespaceIsAStreamThatBeginsWithTheNamespace() {
    Backups.Run run =
        backups.run(
            "export", "db.snapshot", "-n", "prod", "cm,ns", "secrets", "--config", "config.yaml");
    assertEquals(0, run.code(), run.err());
    assertEquals(
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: sealed
          namespace: prod
        data:
          password: aHVudGVyLXNlYWxlZA==
        type: Opaque
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: web
          namespace: prod
          labels:
            app: web
        data:
          "n": "1"
        """,
        run.out().substring(run.out().indexOf("---\napiVersion: v1\nkind: Secret")));
    assertTrue(run.out().startsWith("---\napiVersion: v1\nkind: Namespace\n"), run.out());
    assertTrue(run.err().startsWith("exported  3 objects of revision 11: "), run.err());
  }

  @Test
  void keysOfNoObjectAreCountedIfEverythingWasWanted() {
    Backups.Run run = backups.run("export", "db.snapshot");
    assertTrue(run.err().contains("skipped   1 live key of no object"), run.err());
  }

  @Test
  void whatIsNotExportedIsCountedAndTheCodeSaysIt() {
    Backups.Run run = backups.run("export", "db.snapshot", "-n", "prod");
    assertEquals(5, run.code());
    assertEquals(
        """
        exported  3 objects of revision 11: ConfigMap 1, Namespace 1, Thing.example.com 1
        left out  1: events
                  --all exports them, too
        needs     and this backup has not: customresourcedefinitions/things.example.com
        FAILED    /registry/secrets/prod/sealed at revision 5: no configuration was given
        FAILED    /registry/leases/prod/l at revision 8: \
        """,
        run.err().substring(0, run.err().indexOf("/prod/l at revision 8: ") + 23));
    assertTrue(
        run.err().contains("hint:  which keys it needs: snapseal keys db.snapshot\n"), run.err());
    Backups.Run opened =
        backups.run("export", "db.snapshot", "-n", "prod", "--config", "config.yaml");
    assertEquals(3, opened.code(), opened.err());
  }

  @Test
  void allAndNamesBringBackWhatIsLeftOut() {
    assertTrue(kinds("--all").contains("Event"));
    assertTrue(kinds("events/prod/e").contains("Event"));
    assertFalse(kinds("events", "cm").contains("Event"));
    assertTrue(kinds("things.example.com").contains("Thing"));
  }

  @Test
  void whatHadFinishedIsNotRunAgain() throws IOException {
    String job =
        "{\"apiVersion\":\"batch/v1\",\"kind\":\"Job\",\"metadata\":{\"name\":\"%s\","
            + "\"namespace\":\"prod\",\"labels\":{\"controller-uid\":\"u\"}},"
            + "\"spec\":{\"selector\":{\"matchLabels\":{\"controller-uid\":\"u\"}}},"
            + "\"status\":{\"conditions\":[{\"type\":\"%s\",\"status\":\"True\"}]}}";
    backups.write(
        "jobs.db",
        Backups.etcd()
            .put("/registry/jobs/prod/done", job.formatted("done", "Complete"))
            .put("/registry/jobs/prod/waits", job.formatted("waits", "Suspended")));
    Backups.Run run = backups.run("export", "jobs.db");
    assertEquals(
        """
        ---
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: waits
          namespace: prod
        spec: {}
        """,
        run.out());
    assertTrue(run.err().contains("left out  1: Jobs and Pods that had finished"), run.err());
    assertTrue(backups.run("export", "jobs.db", "job/done").out().contains("name: done"));
  }

  /// No path but the API server's own holds objects without names.
  @Test
  void anObjectWithoutANameIsAFailureWithItsKey() throws IOException {
    backups.write(
        "unnamed.db",
        Backups.etcd()
            .put("/registry/example.com/things/prod/n", THING_NAMED_BY_A_NUMBER)
            .put("/registry/ranges/servicenodeports", json("v1", "RangeAllocation", "", "")));
    Backups.Run run = backups.run("export", "unnamed.db", "--all", "--full");
    assertEquals(3, run.code(), run.err());
    assertTrue(
        run.err().contains("FAILED    /registry/example.com/things/prod/n at revision 2: "),
        run.err());
    assertTrue(run.err().contains("left out  1: the API server's own records"), run.err());
  }

  @Test
  void whatNoServerTakesIsSaid() throws IOException {
    backups.write(
        "old.db",
        Backups.etcd()
            .put(
                "/registry/horizontalpodautoscalers/prod/h",
                json("autoscaling/v2beta1", "HorizontalPodAutoscaler", "prod", "h"))
            .put("/registry/cronjobs/prod/c", json("batch/v1beta1", "CronJob", "prod", "c"))
            .put("/registry/pods/prod/p", DELETED_POD));
    Backups.Run run = backups.run("export", "old.db");
    assertTrue(
        run.err()
            .contains(
                "unserved  no API server takes this version any more:"
                    + " /registry/horizontalpodautoscalers/prod/h\n"),
        run.err());
    assertTrue(run.out().contains("apiVersion: batch/v1\n"), run.out());
    assertTrue(run.err().contains("left out  1: were being deleted"), run.err());
    assertTrue(run.err().contains("this backup has not: namespaces/prod"), run.err());
    assertTrue(
        backups.run("export", "old.db", "--full").out().contains("apiVersion: batch/v1beta1\n"));
    Backups.Run named = backups.run("export", "old.db", "pod/p");
    assertTrue(
        named.err().contains("finalizer deleted only once its controller agrees: /registry/pods"),
        named.err());
  }

  @Test
  void customResourcesUnderAnotherPrefixAreFoundIfItIsNamed() throws IOException {
    backups.write(
        "prefix.db",
        Backups.etcd()
            .put("/mine/configmaps/prod/c", json("v1", "ConfigMap", "prod", "c"))
            .put("/mine/example.com/things/prod/t", json("example.com/v1", "Thing", "prod", "t")));
    assertTrue(
        backups.run("export", "prefix.db").err().contains("skipped   1 live key of no object"));
    Backups.Run run = backups.run("export", "prefix.db", "--etcd-prefix", "/mine");
    assertTrue(run.out().contains("kind: Thing\n"), run.err());
  }

  /// As kubectl takes them; of several kinds those are exported of which there are objects.
  @Test
  void kindsMayBeWrittenWithGroupAndVersion() {
    assertEquals(List.of("ConfigMap"), kinds("cm", "-n", "prod", "deploy.apps"));
    assertEquals(List.of("Thing"), kinds("things.v1.example.com"));
    assertEquals(List.of("ConfigMap"), kinds("configmaps", "-n", "stage", "-l", " "));
    Backups.Run run = run("cm", "deployments.v1.apps");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("none      deployments.v1.apps\n"), run.err());
    assertEquals(2, run("deployments.v1.apps").code());
  }

  @Test
  void labelsAndRevisionsChoose() {
    assertEquals(List.of("ConfigMap"), kinds("-l", "app=web"));
    assertEquals(List.of("ConfigMap"), kinds("-l", "app in (db,x),app!=web"));
    assertEquals(2, kinds("-l", "app").size());
    assertEquals(List.of("Namespace", "ConfigMap"), kinds("--revision", "3"));
    assertFalse(kinds("--revision", "10").contains("Namespace"));
  }

  @Test
  void whatIsNotThereIsSaidBeforeAnythingIsWritten() {
    assertRefused("nothing is in namespace nope at revision 11", "-n", "nope");
    assertRefused("there is no secret/x at revision 11", "secret/x", "cm");
    assertRefused("'nosuch' names no resource", "nosuch");
    assertRefused("-l: 'a=b=c' is no requirement", "-l", "a=b=c");
    assertRefused("required revision is a future revision", "--revision", "99");
    assertRefused("--output and --output-dir", "--output", "a", "--output-dir", "b");
  }

  private void assertRefused(String message, String... options) {
    Backups.Run run = run(options);
    assertEquals(2, run.code(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().contains(message), run.err());
    assertTrue(run.err().contains("hint: "), run.err());
  }

  @Test
  void aTerminalShowsNoValuesUnlessAsked() {
    String[] command = {"export", "db.snapshot", "secrets", "--config", "config.yaml"};
    Backups.Run hidden = backups.runOn(SCREEN, command);
    assertTrue(hidden.out().contains("password: \"<13 bytes>\""), hidden.out());
    assertTrue(hidden.err().contains("--reveal"), hidden.err());
    Backups.Run shown =
        backups.runOn(
            SCREEN, "export", "db.snapshot", "secrets", "--config", "config.yaml", "--reveal");
    assertTrue(shown.out().contains("aHVudGVyLXNlYWxlZA=="), shown.out());
  }

  @Test
  void aFileIsItsOwnersAndIsNotOverwritten() throws IOException {
    Path out = folder.resolve("out.json");
    String[] options = {"cm", "-o", "json", "--output", out.toString()};
    assertEquals(0, run(options).code());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
    JsonNode list = ProgramRun.parse(out);
    assertEquals("List", list.get("kind").asString());
    assertEquals(2, list.get("items").size());
    assertEquals(6, run(options).code());
    assertEquals(0, run("cm", "-o", "json", "--force", "--output", out.toString()).code());
  }

  @Test
  void aTreeIsWholeOrNotThere() throws IOException {
    Path tree = folder.resolve("tree");
    Path report = folder.resolve("report.json");
    Backups.Run run =
        run(
            "-n",
            "prod",
            "ns",
            "cm",
            "--output-dir",
            tree.toString(),
            "--report",
            report.toString());
    assertEquals(0, run.code(), run.err());
    assertEquals(List.of(NAMESPACE_FILE, CONFIG_FILE), files(tree));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(tree.resolve(CONFIG_FILE))));
    assertEquals("snapseal.export/1", ProgramRun.parse(report).get("schema").asString());
    assertEquals(2, ProgramRun.parse(report).get("objects").asInt());
    Backups.Run again = run("cm", "--output-dir", tree.toString());
    assertEquals(6, again.code(), again.err());
    assertEquals(2, files(tree).size());
    assertEquals(2, run("-n", "x", "--output-dir", folder.resolve("none").toString()).code());
    assertFalse(Files.exists(folder.resolve("none")));
    try (Stream<Path> left = Files.list(folder)) {
      assertTrue(left.noneMatch(file -> file.toString().endsWith("snapseal-part")));
    }
  }

  @Test
  void namesFromABackupLeadNowhereElse() throws IOException {
    backups.write(
        "hostile.db",
        Backups.etcd()
            .put(
                "/registry/configmaps/a/1", json("v1", "ConfigMap", "../..", "../../../etc/passwd"))
            .put("/registry/configmaps/a/2", json("v1", "ConfigMap", "..", ".."))
            .put("/registry/configmaps/a/3", json("v1", "ConfigMap", "_cluster", "a:b"))
            .put("/registry/configmaps/a/4", json("v1", "ConfigMap", "a", "same"))
            .put("/registry/configmaps/a/5", json("v1", "ConfigMap", "a", "SAME"))
            .put("/registry/configmaps/a/6", json("v1", "../Kind", "a", "n".repeat(5000))));
    Path tree = folder.resolve("tree");
    Backups.Run run = backups.run("export", "hostile.db", "--output-dir", tree.toString());
    assertEquals(0, run.code(), run.err());
    List<String> files = files(tree);
    assertEquals(
        List.of(
            "2-namespaces/%2E.%2F../10-ConfigMap/%2E.%2F..%2F..%2Fetc%2Fpasswd.yaml",
            "2-namespaces/%2E./10-ConfigMap/%2E..yaml",
            "2-namespaces/%5Fcluster/10-ConfigMap/a%3Ab.yaml"),
        files.subList(0, 3));
    assertTrue(files.contains("2-namespaces/a/10-ConfigMap/same.yaml"), files.toString());
    assertTrue(files.contains("2-namespaces/a/10-ConfigMap/SAME~2.yaml"), files.toString());
    assertEquals(6, files.size());
  }

  private static List<String> files(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> tree.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private List<String> kinds(String... options) {
    String[] list =
        Stream.concat(Stream.of(options), Stream.of("-o", "json")).toArray(String[]::new);
    return ProgramRun.parse(run(list).out())
        .get("items")
        .valueStream()
        .map(item -> item.get("kind").asString())
        .toList();
  }

  private Backups.Run run(String... options) {
    return backups.run(
        Stream.concat(
                Stream.of("export", "db.snapshot", "--config", "config.yaml"), Stream.of(options))
            .toArray(String[]::new));
  }

  private static String json(String apiVersion, String kind, String namespace, String name) {
    return "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"%s}}"
        .formatted(
            apiVersion,
            kind,
            name,
            namespace.isEmpty() ? "" : ",\"namespace\":\"" + namespace + "\"");
  }
}
