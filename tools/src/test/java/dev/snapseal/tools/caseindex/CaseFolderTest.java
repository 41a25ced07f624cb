package dev.snapseal.tools.caseindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// What a case's folder may be, and what is said of one that it may not be.
class CaseFolderTest {
  private static final Path BACKUP = TestData.cluster("etcd-3.6").epoch("0-plain");

  @TempDir private Path folder;

  private Path made() {
    Path made = folder.resolve("case");
    ProgramRun run = ProgramRun.of("case", made, "add", BACKUP);
    assertEquals(0, run.code(), run.err());
    return made;
  }

  private static void assertFails(ProgramRun run, int code, String error) {
    assertEquals(code, run.code(), run.out() + run.err());
    assertTrue(run.err().contains(error), run.err());
    assertTrue(run.err().contains("hint: "), run.err());
    assertEquals("", run.out());
  }

  @Test
  void theFolderAndItsKeyAreTheOwnersAlone() throws IOException {
    Path made = made();
    assertEquals("rwx------", permissions(made));
    assertEquals("rw-------", permissions(made.resolve("case.key")));
    assertEquals("rwx------", permissions(made.resolve("index")));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /// What failed to be added may have been readable.
  @Test
  void nothingIsSaidOfACaseWithoutEvidence() throws IOException {
    Path made = folder.resolve("case");
    Path nothing = Files.createDirectory(folder.resolve("nothing"));
    assertEquals(4, ProgramRun.of("case", made, "add", nothing).code());
    for (String question : List.of("exposed", "timeline")) {
      assertFails(ProgramRun.of("case", made, question), 6, "nothing was added to this case yet");
    }
    Path report = folder.resolve("report.html");
    assertFails(
        ProgramRun.of("case", made, "report", "--output", report),
        6,
        "nothing was added to this case yet");
    assertFalse(Files.exists(report));
  }

  @Test
  void backupsOfTwoClustersAreCountedAsSuch() {
    Path made = made();
    ProgramRun one = ProgramRun.of("case", made, "exposed");
    assertFalse(one.out().contains("clusters"), one.out());
    ProgramRun.of("case", made, "add", TestData.cluster("remnant-3.6").finalDb());
    ProgramRun two = ProgramRun.of("case", made, "exposed");
    assertTrue(two.out().contains(" in 2 backups of 2 clusters: "), two.out());
  }

  @Test
  void aFolderThatHoldsSomethingElseIsRefused() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("notes.txt"), "mine");
    assertFails(
        ProgramRun.of("case", other, "add", BACKUP), 6, "is not a case: it holds notes.txt");
    assertFails(ProgramRun.of("case", other, "exposed"), 6, "is not a case");
    try (var left = Files.list(other)) {
      assertEquals(List.of(other.resolve("notes.txt")), left.toList());
    }
  }

  @Test
  void anEmptyFolderBecomesACase() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertFails(ProgramRun.of("case", empty, "timeline"), 6, "the folder holds no case");
    assertEquals(0, ProgramRun.of("case", empty, "add", BACKUP).code());
  }

  @Test
  void aFileIsNoCase() {
    assertFails(ProgramRun.of("case", BACKUP, "add", BACKUP), 6, "is no folder");
  }

  @Test
  void askingForWhatIsNotThereMakesNothing() {
    Path none = folder.resolve("none");
    assertFails(ProgramRun.of("case", none, "timeline"), 2, "there is no such case");
    assertFalse(Files.exists(none));
  }

  @Test
  void nothingIsAddedUnderAnotherKey() throws IOException {
    Path made = made();
    Path key = made.resolve("case.key");
    Files.writeString(key, "00".repeat(32) + "\n");
    assertFails(ProgramRun.of("case", made, "add", BACKUP), 5, "not the key that its index");
    Files.writeString(key, "short");
    assertFails(ProgramRun.of("case", made, "add", BACKUP), 5, "not 64 hexadecimal digits");
    Files.delete(key);
    assertFails(ProgramRun.of("case", made, "add", BACKUP), 5, "case.key, is missing");
    assertEquals(1, ProgramRun.of("case", made, "exposed").code());
  }

  @Test
  void anIndexOfAnotherFormatIsRefused() throws Exception {
    Path made = made();
    setFormat(made, 1);
    assertFails(
        ProgramRun.of("case", made, "exposed"), 4, "has format 1, and this release knows format 5");
    assertFails(ProgramRun.of("case", made, "add", BACKUP), 4, "has format 1");
  }

  private static void setFormat(Path made, int format) throws RocksDBException {
    List<byte[]> names =
        RocksDB.listColumnFamilies(new Options(), made.resolve("index").toString());
    List<org.rocksdb.ColumnFamilyHandle> handles = new java.util.ArrayList<>();
    try (RocksDB database =
        RocksDB.open(
            made.resolve("index").toString(),
            names.stream().map(org.rocksdb.ColumnFamilyDescriptor::new).toList(),
            handles)) {
      database.put(CaseLayout.FORMAT_ROW, ByteBuffer.allocate(4).putInt(format).array());
      handles.forEach(org.rocksdb.ColumnFamilyHandle::close);
    }
  }

  @Test
  void aDamagedIndexIsSaidToBeOne() throws IOException {
    Path made = made();
    try (var files = Files.list(made.resolve("index"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".sst")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, bytes.length / 4, bytes.length / 2, (byte) 0x5A);
        Files.write(file, bytes);
      }
    }
    ProgramRun run = ProgramRun.of("case", made, "exposed");
    assertEquals(4, run.code(), run.err());
    assertTrue(run.err().contains("hint:  add the backups to a new case"), run.err());
  }

  @Test
  void whatIsNoBackupCostsOnlyItself() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "no backup");
    ProgramRun run = ProgramRun.of("case", folder.resolve("case"), "add", text, BACKUP);
    assertEquals(4, run.code(), run.err());
    assertTrue(run.out().contains("added"), run.out());
    assertTrue(run.err().contains("error: [" + text), run.err());
  }

  @Test
  void anActionMustBeNamed() {
    assertFails(ProgramRun.of("case", folder.resolve("case")), 2, "what to do with the case");
    assertFails(ProgramRun.of("case"), 2, "DIR is missing");
    assertFails(ProgramRun.of("case", "add", BACKUP), 2, "");
    ProgramRun misspelt = ProgramRun.of("case", folder.resolve("case"), "timelin");
    assertEquals(2, misspelt.code());
    assertTrue(misspelt.err().contains("timeline"), misspelt.err());
  }

  @Test
  void keysThatNoKubernetesHasAreIndexedOrCounted() throws IOException {
    String zeroes = "/a\0b\0\0c";
    EtcdBuilder etcd =
        EtcdBuilder.of(EtcdVersion.V3_6)
            .put(zeroes, "one")
            .put("/a", StoredObject.secret("prod", "hidden").data("password", "x").toBytes())
            .put("/a\0", "three")
            .put("/esc\u001b[31m", "four")
            .put("/" + "l".repeat(5000), "five");
    Path file = Files.write(folder.resolve("odd.db"), etcd.snapshot().bytes());
    Path made = folder.resolve("case");
    ProgramRun add = ProgramRun.of("case", made, "add", file);
    assertEquals(3, add.code());
    assertTrue(add.out().contains("1 record left out for their long keys"), add.out());
    assertEquals(1, records(made, zeroes));
    assertEquals(1, records(made, "/a"));
    assertEquals(1, records(made, "/a\0"));
    ProgramRun steering = ProgramRun.of("case", made, "timeline", "/esc\u001b[31m");
    assertFalse(steering.out().contains("\u001b"), steering.out());
    // What is a Secret under a key that names none was readable all the same.
    ProgramRun exposed = ProgramRun.of("case", made, "exposed", "-o", "json");
    assertEquals(3, exposed.code());
    assertEquals("/a", exposed.json().get("exposed").get(0).get("key").asString());
    assertEquals("secrets", exposed.json().get("exposed").get(0).get("resource").asString());
  }

  private static int records(Path made, String key) {
    ProgramRun run = ProgramRun.of("case", made, "timeline", key, "-o", "json");
    assertEquals(0, run.code(), run.err());
    return run.json().get("revisions").size();
  }

  @Test
  void aKeyThatNoBackupHasIsSaidToBeMissing() {
    assertFails(
        ProgramRun.of("case", made(), "timeline", "secret/prod/nothing"),
        2,
        "no backup of the case has the key 'secret/prod/nothing'");
  }
}
