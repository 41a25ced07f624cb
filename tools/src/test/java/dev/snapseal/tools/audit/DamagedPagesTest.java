package dev.snapseal.tools.audit;

import static dev.snapseal.tools.audit.Planted.audit;
import static dev.snapseal.tools.audit.Planted.config;
import static dev.snapseal.tools.audit.Planted.etcd;
import static dev.snapseal.tools.audit.Planted.key;
import static dev.snapseal.tools.audit.Planted.provider;
import static dev.snapseal.tools.audit.Planted.sealed;
import static dev.snapseal.tools.audit.Planted.secret;
import static dev.snapseal.tools.audit.Planted.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A page that cannot be followed costs what is below it, and nothing else.
final class DamagedPagesTest {
  private static final int SECRETS = 20;
  private static final int PER_LEAF = 4;

  /// Holds live values in the last backup of cluster remnant-3.6.
  private static final int REAL_LEAF = 255;

  @TempDir private Path folder;

  @Test
  void theValuesOfTheOtherPagesAreJudged() {
    BuiltSnapshot sound = encrypted();
    long leaf = sound.bucket("key").leaves().get(1);
    ProgramRun run = audit(folder, sound.surgeon().page(leaf).zero().resealTrailer().bytes());
    assertEquals(3, run.code());
    assertEquals("undetermined", verdict(run));
    assertEquals(SECRETS - PER_LEAF, run.json().get("summary").get("encrypted").asInt());
    JsonNode coverage = run.json().get("coverage");
    assertTrue(coverage.get("partsUnread").asBoolean());
    assertEquals(1, coverage.get("unreadCount").asInt());
    JsonNode unread = coverage.get("unread").get(0);
    JsonFields.assertFields(
        unread, "path:string page:number? offset:number? rule:string message:string");
    assertEquals(leaf, unread.get("page").asLong());
    assertEquals(leaf * 4096, unread.get("offset").asLong());
    assertEquals("page-id", unread.get("rule").asString());
    assertEquals(coverage.get("bytes"), coverage.get("examined"));
  }

  @Test
  void theTextSaysWhichPageAndWhatBecameOfIt() {
    BuiltSnapshot sound = encrypted();
    long leaf = sound.bucket("key").leaves().get(1);
    Path file =
        Planted.write(
            folder.resolve("db.snapshot"),
            sound.surgeon().page(leaf).zero().resealTrailer().bytes());
    ProgramRun run = ProgramRun.of("audit", file);
    assertEquals(3, run.code());
    assertTrue(
        run.out()
            .startsWith(
                "UNDETERMINED: 1 page could not be followed; no readable value of secrets was"
                    + " found in what was read\n"),
        run.out());
    assertTrue(
        run.out()
            .contains(
                """
                unread    page %d, offset %d: page identifies itself as 0
                          what is there and below was searched like free space
                """
                    .formatted(leaf, leaf * 4096)),
        run.out());
  }

  /// The pages below are whole, and no tree reaches them any more.
  @Test
  void plaintextBelowAnUnreadableBranchIsFoundInFreeSpace() {
    EtcdBuilder etcd = etcd();
    for (int i = 0; i < SECRETS; i++) {
      etcd.put(secret("s" + i).etcdKey(), secret("s" + i).toBytes());
    }
    BuiltSnapshot sound = etcd.keyBucket(bucket -> bucket.fanOut(PER_LEAF, 2)).snapshot();
    long root = sound.bucket("key").root();
    ProgramRun run = audit(folder, sound.surgeon().page(root).flags(0).resealTrailer().bytes());
    assertEquals(3, run.code());
    assertEquals("readable", verdict(run));
    assertEquals(SECRETS, Planted.all(run, "SS003").size());
  }

  /// What a tree holds is live, whatever else claims its pages.
  @Test
  void valuesUnderACraftedFreelistAreLive() {
    BuiltSnapshot sound =
        etcd()
            .put(secret("a").etcdKey(), secret("a").toBytes())
            .backend(SnapshotBuilder.snapshot().leadingFreePages(1))
            .build();
    PageSurgeon surgeon = sound.surgeon().page(2).id(2).page(2).flags(0x10);
    long root = sound.rootBucket().root();
    surgeon.page(2).overflow(root - 2).meta(0).freelist(2).reseal().resealTrailer();
    ProgramRun run = audit(folder, surgeon.bytes());
    assertEquals(3, run.code());
    assertEquals("readable", verdict(run));
    assertEquals(java.util.Set.of("SS001"), Planted.rules(run));
    JsonNode unread = run.json().get("coverage").get("unread").get(0);
    assertEquals("page-multiple-references", unread.get("rule").asString());
    assertEquals(2, unread.get("page").asLong());
    assertEquals(
        "the freelist takes pages 2 to %d, and a tree uses page 3".formatted(root),
        unread.get("message").asString());
  }

  /// The other one is all that is needed, so that it changes neither verdict nor exit code.
  @Test
  void aDamagedMetaPageIsANote() {
    BuiltSnapshot sound = encrypted();
    byte[] file = sound.surgeon().meta(1).magic(0).unsealed().resealTrailer().bytes();
    ProgramRun run = audit(folder, file);
    assertEquals(0, run.code());
    assertEquals("unreadable", verdict(run));
    JsonNode finding = Planted.only(run, "SS016");
    assertEquals("note", finding.get("severity").asString());
    assertEquals(1, finding.get("page").asLong());
    assertEquals(4096 + 16, finding.get("offset").asLong());
    String text = ProgramRun.of("audit", folder.resolve("db.snapshot")).out();
    assertTrue(
        text.contains(
            """
            note SS016 damaged-meta-page: 1 finding
              meta page lacks bbolt's magic number (found 0x0) (page 1, offset 4112)
            """),
        text);
  }

  @Test
  void withoutTheRootOfAllBucketsThereIsNothingToJudge() {
    BuiltSnapshot sound = encrypted();
    long root = sound.rootBucket().root();
    ProgramRun run = audit(folder, sound.surgeon().page(root).zero().bytes());
    assertEquals(4, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("error: [" + folder.resolve("db.snapshot") + "] page "));
    assertTrue(
        run.err()
            .endsWith(
                "\nhint:  every broken rule: snapseal check "
                    + folder.resolve("db.snapshot")
                    + "\n"),
        run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "keys"})
  void aCommandThatNeedsEveryPageSaysWhatToDo(String command) {
    BuiltSnapshot sound = encrypted();
    long leaf = sound.bucket("key").leaves().get(1);
    byte[] damaged = sound.surgeon().page(leaf).zero().bytes();
    Path file = Planted.write(folder.resolve("a db.snapshot"), damaged);
    ProgramRun run = ProgramRun.of(command, file);
    assertEquals(4, run.code());
    assertEquals("", run.out());
    assertEquals(
        """
        error: [%s] page %d (offset 0x%x): page identifies itself as 0
        hint:  every broken rule: snapseal check '%s'
        """
            .formatted(file, leaf, leaf * 4096, file),
        run.err());
  }

  @Test
  void aBackupInsideAnArchiveIsCheckedByTheArchivesName() throws java.io.IOException {
    BuiltSnapshot sound = encrypted();
    byte[] damaged = sound.surgeon().page(sound.rootBucket().root()).zero().bytes();
    Path zip = folder.resolve("backup.zip");
    try (var out = new java.util.zip.ZipOutputStream(java.nio.file.Files.newOutputStream(zip))) {
      out.putNextEntry(new java.util.zip.ZipEntry("snapshot"));
      out.write(damaged);
    }
    ProgramRun run = ProgramRun.of("audit", zip);
    assertEquals(4, run.code());
    assertTrue(run.err().startsWith("error: [" + zip + "!snapshot] page "), run.err());
    assertTrue(
        run.err().endsWith("\nhint:  every broken rule: snapseal check " + zip + "\n"), run.err());
    assertEquals(1, ProgramRun.of("check", zip).code());
  }

  @Test
  void aRealBackupWithAZeroedPageIsJudgedButForThatPage() throws java.io.IOException {
    Path real = TestData.cluster("remnant-3.6").finalDb();
    byte[] bytes = java.nio.file.Files.readAllBytes(real);
    ProgramRun whole = ProgramRun.of("audit", "-o", "json", real);
    java.util.Arrays.fill(bytes, REAL_LEAF * 4096, (REAL_LEAF + 1) * 4096, (byte) 0);
    ProgramRun run = audit(folder, bytes);
    assertEquals(3, run.code());
    assertEquals("readable", verdict(run));
    int lost =
        whole.json().get("summary").get("values").asInt()
            - run.json().get("summary").get("values").asInt();
    assertTrue(lost > 0 && lost < 40, lost + " values lost");
  }

  private static BuiltSnapshot encrypted() {
    String config = config(provider("aesgcm", key("g", 1)));
    EtcdBuilder etcd = etcd();
    for (int i = 0; i < SECRETS; i++) {
      StoredObject object = secret("s" + i);
      etcd.put(object.etcdKey(), sealed(config, object));
    }
    return etcd.keyBucket(bucket -> bucket.fanOut(PER_LEAF, 3)).snapshot();
  }
}
