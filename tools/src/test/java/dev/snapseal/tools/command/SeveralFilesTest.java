package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// One bad file among several costs its own result only.
class SeveralFilesTest {
  private static final StoredObject DB = Backups.secret("prod", "db");
  private static final String CONFIG = Backups.config("aesgcm", "one", Backups.KEY_ONE);

  @TempDir java.nio.file.Path folder;
  private Backups backups;

  @BeforeEach
  void makeBackups() throws IOException {
    backups = new Backups(folder);
    backups.write("good.db", Backups.etcd().put(DB.etcdKey(), Backups.sealed(CONFIG, DB)));
    backups.write("plain.db", Backups.etcd().put(DB.etcdKey(), DB.toBytes()));
    backups.write("text.db", "no backup at all\n".repeat(100));
    BuiltSnapshot sound = Backups.etcd().snapshot();
    Files.write(
        folder.resolve("rootless.db"),
        sound.surgeon().page(sound.rootBucket().root()).zero().bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "audit,missing.db,3", "audit,text.db,4", "audit,rootless.db,4",
    "keys,missing.db,2", "keys,text.db,4", "keys,rootless.db,4",
  })
  void theGoodFilesResultIsPrintedAndTheBadOneIsNamed(String command, String bad, int code) {
    Backups.Run run = backups.run(command, bad, "good.db", "-o", "json");
    assertEquals(code, run.code());
    JsonNode report = ProgramRun.parse(run.out());
    assertEquals(1, report.get("inputs").size());
    assertTrue(report.get("inputs").get(0).get("path").asString().endsWith("good.db"));
    assertEquals(1, report.get("failures").size());
    JsonNode failure = report.get("failures").get(0);
    assertTrue(failure.get("path").asString().endsWith(bad));
    assertTrue(run.err().contains(failure.get("reason").asString()), run.err());
    assertTrue(run.err().startsWith("error: [" + bad + "] "), run.err());
    assertTrue(run.err().contains("\nhint:  "), run.err());
  }

  @Test
  void whatIsReadableStaysReadableAndTheRestIsUndetermined() {
    Backups.Run sealed = backups.run("audit", "good.db", "text.db", "-o", "json");
    assertEquals("undetermined", ProgramRun.parse(sealed.out()).get("verdict").asString());
    assertTrue(ProgramRun.parse(sealed.out()).get("coverage").get("partsUnread").asBoolean());
    Backups.Run plain = backups.run("audit", "plain.db", "missing.db", "-o", "json");
    assertEquals("readable", ProgramRun.parse(plain.out()).get("verdict").asString());
    assertEquals(2, plain.code(), "the missing file's own code is higher than that of findings");
    JsonNode whole = ProgramRun.parse(backups.run("audit", "good.db", "-o", "json").out());
    assertEquals("unreadable", whole.get("verdict").asString());
    assertTrue(whole.get("failures").isEmpty());
  }

  @Test
  void theTextNamesTheFileThatIsNotInIt() {
    Backups.Run audit = backups.run("audit", "good.db", "text.db");
    assertTrue(
        audit.out().startsWith("UNDETERMINED: 1 input could not be read; no readable value of"),
        audit.out());
    assertTrue(audit.out().contains("\nfailed    text.db: "), audit.out());
    Backups.Run keys = backups.run("keys", "good.db", "text.db");
    assertTrue(keys.out().contains("\nnot read: text.db: "), keys.out());
  }

  @Test
  void theOtherFormsSayThatAFileIsMissing() {
    Backups.Run metrics = backups.run("audit", "good.db", "text.db", "-o", "prometheus");
    assertTrue(metrics.out().contains("\nsnapseal_audit_failed_inputs 1\n"), metrics.out());
    JsonNode invocation =
        ProgramRun.parse(backups.run("audit", "good.db", "text.db", "-o", "sarif").out())
            .get("runs")
            .get(0)
            .get("invocations")
            .get(0);
    assertFalse(invocation.get("executionSuccessful").asBoolean());
    JsonNode notice = invocation.get("toolExecutionNotifications").get(0);
    assertEquals("error", notice.get("level").asString());
    assertTrue(notice.get("message").get("text").asString().contains("text.db: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"audit", "keys"})
  void ifNoFileIsGoodThereIsNoResult(String command) {
    Backups.Run run = backups.run(command, "missing.db", "rootless.db", "text.db", "-o", "json");
    assertEquals(4, run.code());
    assertEquals("", run.out());
    assertEquals(3, run.err().lines().filter(line -> line.startsWith("error: ")).count());
    assertEquals(2, backups.run(command, "missing.db").code());
    assertEquals(4, backups.run(command, "rootless.db").code());
  }
}
