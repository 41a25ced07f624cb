package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `--report` and what goes with it.
final class ReportOptionsTest {
  private static final Cluster CLUSTER = TestData.cluster("remnant-3.6");

  @TempDir private Path folder;

  private Path report() {
    return folder.resolve("report.html");
  }

  private Document page() throws IOException {
    return Jsoup.parse(report());
  }

  @Test
  void theResultIsPrintedAsWithoutAReport() throws IOException {
    ProgramRun without = ProgramRun.of("audit", CLUSTER.finalDb());
    ProgramRun with = ProgramRun.of("audit", CLUSTER.finalDb(), "--report", report());
    assertEquals(without.out(), with.out());
    assertEquals(without.code(), with.code());
    assertEquals("report written to " + report() + "\n", with.err());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(report())));
  }

  @Test
  void theReportSaysWhatTheResultSays() throws IOException {
    ProgramRun.of("audit", CLUSTER.finalDb(), "--report", report());
    Document page = page();
    assertEquals("Readable", page.select(".verdict .word").text());
    assertEquals(
        "260 plaintext values of secrets: 0 live, 0 superseded, 260 in free space.",
        page.select(".verdict p").text());
    assertEquals(282, page.select(".cells i").size());
    List<String> remedies = page.select(".remedies h3").eachText();
    assertEquals("first Rotate what could be read 260 findings", remedies.get(0));
    assertEquals("error SS003 plaintext-free 260 findings", remedies.get(1));
    assertEquals("240", page.select(".timeline").get(0).select(".legend li:eq(0) b").text());
    assertEquals("260", page.select(".timeline").get(1).select(".legend li:eq(2) b").text());
    assertEquals(261, page.select("#table-1 tbody tr").size());
  }

  @Test
  void theEvidenceTellsTheFileTheRunAndTheMatter() throws IOException {
    ProgramRun.of(
        "audit",
        CLUSTER.finalDb(),
        "--report",
        report(),
        "--case-number",
        "2026/117",
        "--examiner",
        "A. Examiner");
    String evidence = page().select("#evidence").text();
    assertTrue(
        evidence.contains("0afc950a2d9a7ee855945da37e2fcf2f67bbd6424ea400617ec10931c14e4704"),
        evidence);
    assertTrue(evidence.contains("1,155,104 bytes"), evidence);
    assertTrue(evidence.contains("Case number 2026/117 Examiner A. Examiner"), evidence);
    assertTrue(
        evidence.contains("Command snapseal audit " + CLUSTER.finalDb() + " --report"), evidence);
    assertTrue(evidence.contains("--examiner 'A. Examiner'"), evidence);
    assertTrue(evidence.contains("(UTC)") && evidence.contains("Operating system"), evidence);
  }

  @Test
  void aReportIsAlsoWrittenWhenNothingIsFound() throws IOException {
    Path file = new Backups(folder).write("empty.db", Backups.etcd());
    ProgramRun run = ProgramRun.of("audit", file, "--report", report());
    assertEquals(3, run.code());
    assertEquals("Undetermined", page().select(".verdict .word").text());
    assertEquals(0, page().select("#remedies").size());
  }

  @Test
  void anExistingFileIsKeptUnlessForced() throws IOException {
    Files.writeString(report(), "older");
    ProgramRun refused = ProgramRun.of("audit", CLUSTER.finalDb(), "--report", report());
    assertEquals(6, refused.code());
    assertEquals("", refused.out());
    assertTrue(refused.err().contains("exists already"), refused.err());
    assertEquals("older", Files.readString(report()));
    ProgramRun forced = ProgramRun.of("audit", CLUSTER.finalDb(), "--report", report(), "--force");
    assertEquals(1, forced.code());
    assertEquals("Readable", page().select(".verdict .word").text());
  }

  @Test
  void anInputNeverBecomesTheReport() throws IOException {
    Path file = Files.copy(CLUSTER.finalDb(), folder.resolve("db.html"));
    ProgramRun run = ProgramRun.of("audit", file, "--report", file, "--force");
    assertEquals(6, run.code());
    assertTrue(run.err().contains("is the input; an input is never overwritten"), run.err());
    assertTrue(run.err().contains("--report " + folder.resolve("db.new.html")), run.err());
    assertEquals(-1, Files.mismatch(CLUSTER.finalDb(), file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--config", "--policy-file", "--baseline"})
  void neitherDoesAnotherFileThatIsRead(String option) throws IOException {
    Path other = Files.writeString(folder.resolve("other.html"), "secrets\n");
    ProgramRun run =
        ProgramRun.of("audit", CLUSTER.finalDb(), option, other, "--report", other, "--force");
    assertEquals(6, run.code());
    assertEquals("secrets\n", Files.readString(other));
  }

  @ParameterizedTest
  @CsvSource({
    "out.txt, out.html",
    "out.json, out.html",
    "report, report.html",
    ".html.d/.report, .html.d/.report.html",
    "db.snapshot, db.html",
  })
  void aNameThatPromisesSomethingElseThanAPageIsRefused(String name, String better) {
    Path other = folder.resolve(name);
    ProgramRun run = ProgramRun.of("audit", CLUSTER.finalDb(), "--report", other);
    assertEquals(6, run.code());
    assertEquals("", run.out());
    assertEquals(
        """
        error: [%s] does not end in .html, and the report is an HTML page
        hint:  name it so: --report %s
        """
            .formatted(other, folder.resolve(better)),
        run.err());
    assertFalse(Files.exists(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.HTML", "report.htm", ".html"})
  void aPagesNameMayBeWrittenOtherwise(String name) {
    Path page = folder.resolve(name);
    assertEquals(1, ProgramRun.of("audit", CLUSTER.finalDb(), "--report", page).code());
    assertTrue(Files.exists(page));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--case-number=7", "--examiner=me", "--force"})
  void whatIsAboutAReportNeedsOne(String option) {
    ProgramRun run = ProgramRun.of("audit", CLUSTER.finalDb(), option);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("is about a report, and none is asked for"), run.err());
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeTheWork() {
    ProgramRun run =
        ProgramRun.of("audit", CLUSTER.finalDb(), "--report", folder.resolve("no/report.html"));
    assertEquals(6, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().contains("does not exist"), run.err());
  }

  @Test
  void noPlaintextIsInTheReport() throws IOException {
    Backups backups = new Backups(folder);
    Path file =
        backups.write(
            "db.snapshot",
            Backups.etcd()
                .put(Backups.secret("prod", "a").etcdKey(), Backups.secret("prod", "a").toBytes()));
    ProgramRun.of("audit", file, "--report", report());
    assertEquals("Readable", page().select(".verdict .word").text());
    assertFalse(Files.readString(report()).contains("hunter-a"));
  }
}
