package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.TrailerForm;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CheckCommandTest {
  private static final StoredObject DB = Backups.secret("prod", "db");
  private static final String CONFIG = Backups.config("secretbox", "one", Backups.KEY_ONE);

  private static final String NO_TRAILER =
      """
      note: no SHA-256 trailer; a file copied from a data directory never has one.
            'etcdutl snapshot restore' takes this file only with --skip-hash-check
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6", "remnant-3.6", "zoo-1.36"})
  void everyRealBackupIsSound(String name) {
    ProgramRun run =
        ProgramRun.of("check", TestData.cluster(name).finalDb(), "--values", "-o", "json");
    assertEquals(0, run.code(), run.out());
    assertEquals(0, run.json().get("findings").size());
    assertTrue(run.json().get("valuesChecked").asLong() > 100);
  }

  @ParameterizedTest
  @CsvSource({"etcd-3.5,289", "etcd-3.6,285"})
  void everyCiphertextOfARealBackupOpens(String name, long count) throws IOException {
    Cluster cluster = TestData.cluster(name);
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      ProgramRun run =
          ProgramRun.of(
              "check",
              cluster.finalDb(),
              "-o",
              "json",
              "--config",
              cluster.config(),
              "--kms",
              plugins.first(),
              "--kms",
              plugins.second());
      assertEquals(0, run.code(), run.out());
      assertEquals(count, run.json().get("valuesOpened").asLong());
    }
  }

  @Test
  void theVerdictComesFirst() throws IOException {
    Backups backups = new Backups(folder);
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), DB.toBytes()));
    Backups.Run run = backups.run("check", "db.snapshot", "--values");
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("SOUND: db.snapshot: no finding in "), run.out());
    assertTrue(run.out().endsWith(" and 1 record\n"), run.out());
  }

  @Test
  void aTruncatedFileIsDamagedAndSaysWhere() throws IOException {
    Backups backups = new Backups(folder);
    byte[] whole = Files.readAllBytes(TestData.cluster("etcd-3.6").finalDb());
    Files.write(folder.resolve("cut.db"), Arrays.copyOf(whole, 800_000));
    Backups.Run run = backups.run("check", "cut.db");
    assertEquals(1, run.code());
    assertEquals(
        """
        DAMAGED: cut.db: 2 errors, 0 warnings in 2 pages

        error file-truncated: 2 findings
          truncated: 242 pages of 4096 bytes are in use, the file has 800000 bytes
          page 0, offset 0x20: page 235 is in use and lies behind the end of the file

        do: restore from another backup; keep this one and take a new one at once
            if there is no other: snapseal salvage cut.db --output saved.db
        """,
        run.out());
  }

  @Test
  void aValueThatNoKeyOpensIsAFinding() throws IOException {
    Backups backups = new Backups(folder);
    byte[] value = Backups.sealed(CONFIG, DB);
    value[value.length - 1] ^= 1;
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), value));
    backups.write("config.yaml", CONFIG);
    Backups.Run run = backups.run("check", "db.snapshot", "--config", "config.yaml", "-o", "json");
    assertEquals(5, run.code());
    JsonNode json = ProgramRun.parse(run.out());
    assertEquals(1, json.get("findings").size());
    JsonNode finding = json.get("findings").get(0);
    assertEquals("value-not-opened", finding.get("rule").asString());
    assertEquals("key", finding.get("bucket").asString());
    byte[] file = Files.readAllBytes(folder.resolve("db.snapshot"));
    int offset = finding.get("offset").asInt();
    assertTrue(
        Arrays.equals(value, 0, value.length, file, offset, offset + value.length),
        "the offset is that of the value");
  }

  @Test
  void aMissingKeyIsToldFromAWrongOne() throws IOException {
    Backups backups = new Backups(folder);
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), Backups.sealed(CONFIG, DB)));
    backups.write("config.yaml", Backups.config("secretbox", "two", Backups.KEY_TWO));
    Backups.Run run = backups.run("check", "db.snapshot", "--config", "config.yaml");
    assertEquals(5, run.code());
    assertTrue(run.out().startsWith("SOUND, but 1 value not opened: "), run.out());
    assertTrue(run.out().contains("error value-key-unknown: 1 finding\n"), run.out());
  }

  @Test
  void aValueThatNoKeyCouldOpenIsAFindingAndLacksNoKey() throws IOException {
    Backups backups = new Backups(folder);
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), "k8s:enc:secretbox:v1:one:x"));
    backups.write("config.yaml", CONFIG);
    Backups.Run run = backups.run("check", "db.snapshot", "--config", "config.yaml", "-o", "json");
    assertEquals(1, run.code());
    assertEquals(1, ProgramRun.parse(run.out()).get("valuesNotOpened").asLong());
    assertEquals(0, ProgramRun.parse(run.out()).get("valuesLackingKey").asLong());
  }

  /// A copy of `member/snap/db`: etcdutl v3.6.14 refuses to restore it without the option.
  @Test
  void aFileThatNeverHadATrailerIsSoundAndSaysWhatRestoringTakes() throws IOException {
    Backups backups = new Backups(folder);
    Files.write(
        folder.resolve("db"),
        stored().backend(SnapshotBuilder.dataDirectory().txid(3)).build().bytes());
    Backups.Run run = backups.run("check", "db");
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("SOUND: db: no finding in "), run.out());
    assertTrue(run.out().endsWith("\n" + NO_TRAILER), run.out());
    assertEquals("", run.err());
  }

  @Test
  void aSnapshotThatLostItsTrailerIsAFindingAndSaysWhatRestoringTakes() throws IOException {
    Backups backups = new Backups(folder);
    write("db.snapshot", TrailerForm.ABSENT);
    Backups.Run run = backups.run("check", "db.snapshot");
    assertEquals(1, run.code());
    assertTrue(run.out().startsWith("SOUND: db.snapshot: 0 errors, 1 warning in "), run.out());
    assertTrue(run.out().contains("\n" + NO_TRAILER), run.out());
    assertTrue(run.out().contains("warning trailer-missing: 1 finding\n"), run.out());
    assertTrue(run.out().endsWith("\ndo: take the snapshot again, if its cluster still runs\n"));
  }

  @Test
  void aTrailerOfOtherBytesIsDamage() throws IOException {
    Backups backups = new Backups(folder);
    write("db.snapshot", TrailerForm.WRONG);
    Backups.Run run = backups.run("check", "db.snapshot");
    assertEquals(1, run.code());
    assertTrue(run.out().startsWith("DAMAGED: db.snapshot: 1 error, 0 warnings in "), run.out());
    assertTrue(run.out().contains("error trailer-mismatch: 1 finding\n"), run.out());
    assertFalse(run.out().contains("skip-hash-check"), run.out());
  }

  private void write(String name, TrailerForm trailer) throws IOException {
    SnapshotBuilder snapshot = SnapshotBuilder.snapshot().trailer(trailer);
    Files.write(folder.resolve(name), stored().backend(snapshot).build().bytes());
  }

  private static EtcdBuilder stored() {
    return Backups.etcd().put(DB.etcdKey(), DB.toBytes());
  }

  @Test
  void aFileWithoutMetaPagesIsNoBackup() throws IOException {
    Files.write(folder.resolve("zero.db"), new byte[16384]);
    assertEquals(4, new Backups(folder).run("check", "zero.db").code());
  }
}
