package dev.snapseal.snapshot.salvage;

import static dev.snapseal.snapshot.salvage.LooseLeaves.LEAF;
import static dev.snapseal.snapshot.salvage.LooseLeaves.put;
import static dev.snapseal.snapshot.salvage.LooseLeaves.revision;
import static dev.snapseal.snapshot.salvage.LooseLeaves.tombstone;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.SnapshotPlan;
import dev.snapseal.snapshot.salvage.SalvagedBackup.Include;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found in files without any tree, and what is concluded from it.
final class SalvagedBackupTest {
  private static final int PAGE = 4096;

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 4096, 16384, 65536})
  void withoutMetaPagesThePageSizeIsTheOneThatHeadersFit(int pageSize) throws IOException {
    LooseLeaves leaves =
        new LooseLeaves(pageSize, 5).leaf(3, put(4, "b", "y")).leaf(4, put(2, "a", "x"));
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(pageSize, backup.shape().pageSize());
      assertEquals(List.of("2 a=x", "4 b=y"), saved(backup));
      assertEquals(2, backup.records().orphaned());
    }
  }

  @Test
  void whatANewerImageLacksWasDeletedBeforeIt() throws IOException {
    LooseLeaves leaves =
        new LooseLeaves(PAGE, 5)
            .leaf(3, put(2, "a", "1"), put(3, "b", "old"), put(4, "c", "1"))
            .leaf(4, put(2, "a", "1"), put(4, "c", "1"), put(5, "b", "new"));
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(List.of("2 a=1", "4 c=1", "5 b=new"), saved(backup));
      assertEquals(new SalvagedBackup.Records(0, 3, 1, 3), backup.records());
    }
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.FREE)) {
      assertEquals(List.of("2 a=1", "3 b=old", "4 c=1", "5 b=new"), saved(backup));
    }
  }

  @Test
  void ofRecordsThatDifferUnderOneRevisionTheFirstIsTakenAndTheOtherNamed() throws IOException {
    LooseLeaves leaves =
        new LooseLeaves(PAGE, 5).leaf(3, put(2, "a", "one")).leaf(4, put(2, "a", "two"));
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(List.of("2 a=one"), saved(backup));
      assertEquals(1, backup.losses().conflictCount());
      Losses.RevisionConflict conflict = backup.losses().conflicts().getFirst();
      assertEquals(2, conflict.main());
      assertTrue(conflict.keptOffset() < 4L * PAGE && conflict.otherOffset() > 4L * PAGE);
    }
  }

  @Test
  void aPutAndATombstoneOfOneRevisionAreNeverBothWritten() throws IOException {
    LooseLeaves leaves =
        new LooseLeaves(PAGE, 5).leaf(3, put(2, "a", "one")).leaf(4, tombstone(2, "a"));
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(List.of("2 a=one"), saved(backup));
      assertEquals(1, backup.losses().conflictCount());
    }
  }

  @Test
  void anOldImageIsCutWhereANewPageWasWrittenOverIt() throws IOException {
    String large = "v".repeat(2 * PAGE);
    LooseLeaves leaves =
        new LooseLeaves(PAGE, 6)
            .leaf(2, put(3, "b", large), put(5, "d", large.substring(0, 10)))
            .leaf(3, put(7, "e", "new"));
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(List.of("7 e=new"), saved(backup));
      assertEquals(1, backup.losses().recordCount());
      assertEquals(3, backup.losses().records().getFirst().main());
      assertEquals(1, backup.losses().records().getFirst().keyLength());
    }
  }

  @Test
  void aValueWhoseOverflowPageIsZeroedIsLostAndItsKeyNamed() throws IOException {
    LooseLeaves leaves =
        new LooseLeaves(PAGE, 6)
            .leaf(2, put(3, "b", "v".repeat(2 * PAGE)), put(4, "c", "x"))
            .zero(3);
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(List.of("4 c=x"), saved(backup));
      assertEquals(3, backup.losses().records().getFirst().main());
    }
  }

  @Test
  void aValueOfZeroesIsNoZeroedPage() throws IOException {
    String zeroes = "\0".repeat(2 * PAGE);
    LooseLeaves leaves = new LooseLeaves(PAGE, 6).leaf(2, put(3, "b", "v" + zeroes + "w"));
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(List.of("3 b=v" + zeroes + "w"), saved(backup));
    }
  }

  @Test
  void aCountBeyondThePageIsMended() throws IOException {
    LooseLeaves leaves =
        new LooseLeaves(PAGE, 5)
            .leaf(3, put(2, "a", "x"))
            .leaf(4, put(4, "b", "y"))
            .header(4, LEAF, 0xFFFF, 0);
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(List.of("2 a=x", "4 b=y"), saved(backup));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1 << 20, Integer.MAX_VALUE, -1})
  void overflowBeyondTheFileIsNoPage(int overflow) throws IOException {
    LooseLeaves leaves =
        new LooseLeaves(PAGE, 5)
            .leaf(2, put(2, "a", "x"))
            .leaf(4, put(4, "b", "y"))
            .header(4, LEAF, 1, overflow);
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(List.of("2 a=x"), saved(backup));
    }
  }

  @Test
  void elementsThatOverlapAreTakenOnce() throws IOException {
    LooseLeaves leaves = new LooseLeaves(PAGE, 4).leaf(3, put(2, "a", "v".repeat(3000)));
    byte[] key = revision(2, 0, false);
    leaves.header(3, LEAF, 2, 0);
    // Both elements claim the same bytes, which lie behind both.
    leaves.bytes(3, 48, key).bytes(3, 65, valueOf(2, "a", "v".repeat(3000)));
    int length = valueOf(2, "a", "v".repeat(3000)).length;
    leaves.element(3, 0, 32, 17, length).element(3, 1, 16, 17, length);
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(1, saved(backup).size());
    }
  }

  private static byte[] valueOf(long main, String key, String value) {
    LooseLeaves one = new LooseLeaves(PAGE, 3).leaf(2, put(main, key, value));
    SnapshotBytes bytes = one.file();
    return bytes.copy(2L * PAGE + 49, (int) bytes.u32(2L * PAGE + 28));
  }

  @Test
  void aRecordThatContradictsItsRevisionIsNotTaken() throws IOException {
    LooseLeaves leaves = new LooseLeaves(PAGE, 4).leaf(3, put(2, "a", "x"), put(4, "b", "y"));
    // 16 of header, two elements, first record: the low byte of the second main revision.
    leaves.bytes(3, 48 + 17 + 12 + 7, new byte[] {9});
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE)) {
      assertEquals(List.of("2 a=x"), saved(backup));
      assertEquals(1, backup.losses().recordCount());
    }
  }

  /// Every page is the head of a leaf that reaches to the end of the file; one element is a record,
  /// and the others claim that and all behind it.
  @Test
  void leavesThatAliasEachOtherGiveNoMoreThanTheFileHas() throws IOException {
    int pages = 1 << 13;
    LooseLeaves leaves = new LooseLeaves(PAGE, pages);
    for (int page = 2; page < pages; page++) {
      byte[] value = valueOf(page, "a", "x");
      leaves.header(page, LEAF, 100, pages - page - 1);
      leaves.bytes(page, 1616, revision(page, 0, false)).bytes(page, 1633, value);
      leaves.element(page, 0, 1600, 17, value.length);
      for (int i = 1; i < 100; i++) {
        leaves.element(page, i, 1600 - 16 * i, 17, (pages - page) * PAGE - 1633);
      }
    }
    SnapshotBytes file = leaves.file();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try (SalvagedBackup backup = SalvagedBackup.of(file, Include.FREE);
              SnapshotPlan plan = backup.plan()) {
            assertEquals(pages - 2, backup.records().written());
            assertTrue(plan.imageLength() <= file.length());
          }
        });
  }

  @Test
  void bucketsThatAreGoneAreMade() throws IOException {
    LooseLeaves leaves = new LooseLeaves(PAGE, 4).leaf(3, put(7, "a", "x"), put(8, "b", "y"));
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), Include.TREE);
        Snapshot written = SavedFile.write(backup)) {
      assertEquals(10, written.buckets().size());
      assertTrue(
          backup.buckets().stream()
              .filter(bucket -> bucket.bucket() != EtcdBucket.KEY)
              .allMatch(bucket -> bucket.source() == SalvagedBucket.Source.MADE));
      assertEquals(7, backup.revisions().compacted());
      assertEquals(7, MetaValues.read(written).finishedCompactRevision().orElseThrow());
    }
  }

  @Test
  void aFileOfZeroesHasNothingOfEtcd() {
    SnapshotBytes zeroes = new LooseLeaves(PAGE, 8).file();
    assertThrows(CorruptSnapshotException.class, () -> SalvagedBackup.of(zeroes, Include.FREE));
  }

  @Test
  void aPageOfSomethingElseHasNothingOfEtcd() {
    LooseLeaves other =
        new LooseLeaves(PAGE, 4)
            .leaf(3, new LooseLeaves.Row("name".getBytes(UTF_8), new byte[] {(byte) 0xFF}));
    assertThrows(
        CorruptSnapshotException.class, () -> SalvagedBackup.of(other.file(), Include.TREE));
  }

  /// Writes the new file, checks all of it, and gives its records.
  private static List<String> saved(SalvagedBackup backup) throws IOException {
    List<String> found = new ArrayList<>();
    try (Snapshot written = SavedFile.write(backup)) {
      assertEquals(0, SnapshotChecker.check(written, CheckOptions.records()).errors());
      written.forEachRevision(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord record) {
              found.add(
                  record.revision().main()
                      + " "
                      + new String(record.keyBytes(), UTF_8)
                      + "="
                      + new String(record.value().toArray(ValueLayout.JAVA_BYTE), UTF_8));
            }

            @Override
            public void malformed(MalformedRecordException fault) {
              throw new AssertionError(fault);
            }
          });
    }
    return found;
  }
}
