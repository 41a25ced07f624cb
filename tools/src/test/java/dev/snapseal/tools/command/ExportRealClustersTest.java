package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Exports of a cluster under eight kinds of encryption, without its keys and of earlier states.
class ExportRealClustersTest {
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
}
