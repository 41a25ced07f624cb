package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class HistoryCommandTest {
  private static final String CONFIG = Backups.config("aescbc", "one", Backups.KEY_ONE);
  private static final StoredObject DB = Backups.secret("prod", "db");

  @TempDir Path folder;
  private Backups backups;

  @BeforeEach
  void writeABackup() throws IOException {
    backups = new Backups(folder);
    backups.write(
        "db.snapshot",
        Backups.etcd()
            .put(DB.etcdKey(), DB.toBytes())
            .put(DB.etcdKey(), Backups.sealed(CONFIG, DB))
            .delete(DB.etcdKey())
            .put("/registry/secrets/prod/db2", "another")
            .put(DB.etcdKey(), Backups.sealed(CONFIG, DB)));
    backups.write("config.yaml", CONFIG);
    backups.write("other.yaml", Backups.config("aescbc", "two", Backups.KEY_TWO));
  }

  @Test
  void everyRevisionIsListedOldestFirst() {
    Backups.Run run = backups.run("history", "db.snapshot", "secret/prod/db", "-o", "json");
    assertEquals(0, run.code());
    List<String> rows = new ArrayList<>();
    for (JsonNode row : ProgramRun.parse(run.out()).get("revisions")) {
      rows.add(
          "%s %s %s %s %s"
              .formatted(
                  row.get("revision"),
                  row.get("version"),
                  row.get("scope").asString(),
                  row.get("prefix").asString("-"),
                  row.get("content").asString()));
    }
    assertEquals(
        List.of(
            "2 1 superseded - plain",
            "3 2 superseded k8s:enc:aescbc:v1:one: notTried",
            "4 0 tombstone - none",
            "6 1 live k8s:enc:aescbc:v1:one: notTried"),
        rows);
  }

  @Test
  void aKeyOpensAValueForItsTimeAndManager() {
    Backups.Run run =
        backups.run(
            "history", "db.snapshot", DB.etcdKey(), "-o", "json", "--config", "config.yaml");
    JsonNode newest = ProgramRun.parse(run.out()).get("revisions").get(3);
    assertEquals("opened", newest.get("content").asString());
    assertEquals("2026-01-01T00:00:00Z", newest.get("inferred").get("time").asString());
    assertEquals(0, run.code());
  }

  @Test
  void valuesThatDoNotOpenMakeAPartialResult() {
    Backups.Run run = backups.run("history", "db.snapshot", DB.etcdKey(), "--config", "other.yaml");
    assertEquals(3, run.code());
    assertTrue(run.out().contains("(does not open)"), run.out());
  }

  @Test
  void theTextNamesThePlaceOfEachRevision() {
    String out = backups.run("history", "db.snapshot", "secret/prod/db").out();
    assertTrue(out.startsWith("/registry/secrets/prod/db: 4 records in db.snapshot\n"), out);
    assertTrue(out.contains("deleted"), out);
    assertFalse(out.contains("hunter"), out);
  }

  @Test
  void aMissingKeyIsWrongUsage() {
    Backups.Run run = backups.run("history", "db.snapshot", "secret/prod/dbs");
    assertEquals(2, run.code());
    assertTrue(
        run.err().contains("there is: snapseal history db.snapshot /registry/secrets/prod/db\n"),
        run.err());
  }

  @Test
  void aCopyOnAFreePageIsFoundWhereItStands() throws IOException {
    Cluster cluster = TestData.cluster("remnant-3.6");
    JsonNode survive = ProgramRun.parse(cluster.truth()).get("survive");
    for (String name : survive.propertyNames()) {
      long canary = survive.get(name).get(0).asLong();
      JsonNode revisions =
          ProgramRun.of("history", cluster.finalDb(), "secret/prod/" + name, "--free", "-o", "json")
              .json()
              .get("revisions");
      assertTrue(holds(revisions, canary), name);
    }
  }

  private static boolean holds(JsonNode revisions, long offset) {
    for (JsonNode row : revisions) {
      long start = row.get("offset").asLong();
      if (row.get("scope").asString().equals("free")
          && row.get("provider").asString().equals("identity")
          && start <= offset
          && offset < start + row.get("sizeBytes").asLong()) {
        return true;
      }
    }
    return false;
  }
}
