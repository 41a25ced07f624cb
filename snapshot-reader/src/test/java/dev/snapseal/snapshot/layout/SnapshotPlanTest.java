package dev.snapseal.snapshot.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.StatusHash;
import dev.snapseal.snapshot.TestFiles;
import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.damage.SoundSnapshot;
import dev.snapseal.testdata.damage.SoundSnapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// New files against the files they were planned from, through the ordinary reader.
class SnapshotPlanTest {

  static List<SoundSnapshot> soundSnapshots() {
    return SoundSnapshots.all();
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6", "remnant-3.6", "zoo-1.36"})
  void aCopyHasTheSameContentAndNothingElse(String cluster) throws IOException {
    try (Snapshot source = Snapshot.open(TestData.cluster(cluster).finalDb());
        Snapshot copy = TestFiles.open(PlannedFiles.copy(source))) {
      assertEquals(StatusHash.of(source), StatusHash.of(copy));
      assertSound(copy);
      assertTrue(copy.length() <= source.length());
    }
  }

  @ParameterizedTest
  @MethodSource("soundSnapshots")
  void anyEtcdFileCanBeCopied(SoundSnapshot sound) throws IOException {
    try (Snapshot source = TestFiles.open(sound.bytes());
        Snapshot copy = TestFiles.open(PlannedFiles.copy(source))) {
      assertEquals(TestFiles.contents(source), TestFiles.contents(copy));
      assertSound(copy);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1_000_000, -300, -1, 1, 3, 127, 128, 4096, 16_384, 1_000_000})
  void onlyValuesChange(int more) throws IOException {
    try (Snapshot source = Snapshot.open(TestData.cluster("zoo-1.36").finalDb());
        Snapshot copy =
            TestFiles.open(PlannedFiles.write(source, new PlannedFiles.Resized(more), Map.of()))) {
      assertSound(copy);
      List<RevisionRecord> before = records(source);
      List<RevisionRecord> after = records(copy);
      assertEquals(before.size(), after.size());
      for (int i = 0; i < before.size(); i++) {
        assertOnlyTheValueDiffers(before.get(i), after.get(i), more);
      }
    }
  }

  private static void assertOnlyTheValueDiffers(
      RevisionRecord before, RevisionRecord after, int more) {
    assertEquals(before.revision(), after.revision());
    assertEquals(before.isTombstone(), after.isTombstone());
    assertArrayEquals(before.keyBytes(), after.keyBytes());
    assertEquals(before.createRevision(), after.createRevision());
    assertEquals(before.modRevision(), after.modRevision());
    assertEquals(before.version(), after.version());
    assertEquals(before.lease(), after.lease());
    int length = before.valueLength() == 0 ? 0 : Math.max(0, before.valueLength() + more);
    assertEquals(length, after.valueLength());
  }

  @Test
  void rowsOfTheMetaBucketAreReplacedAndAdded() throws IOException {
    try (Snapshot source = Snapshot.open(TestData.cluster("etcd-3.6").finalDb())) {
      Map<String, byte[]> rows =
          Map.of(
              "aaa", new byte[] {1},
              "term", new byte[8],
              "zzz", new byte[] {2});
      try (Snapshot copy = TestFiles.open(PlannedFiles.write(source, PlannedFiles.COPY, rows))) {
        Map<String, String> meta = TestFiles.contents(copy).get("meta");
        assertEquals("\u0001", meta.get("aaa"));
        assertEquals("\u0002", meta.get("zzz"));
        assertEquals("\0".repeat(8), meta.get("term"));
        assertEquals(TestFiles.contents(source).get("meta").size() + 2, meta.size());
      }
    }
  }

  private static void assertSound(Snapshot copy) throws IOException {
    assertEquals(List.of(), SnapshotChecker.check(copy, CheckOptions.structure()).findings());
    assertEquals(FileDigest.Trailer.VALID, FileDigest.compute(copy, done -> {}).trailer());
    PageUsage usage = PageUsage.surveyWithSlack(copy);
    assertEquals(List.of(), usage.freeRanges());
    assertEquals(List.of(), usage.dirtySlack());
    assertEquals(copy.length(), usage.regions().stream().mapToLong(FileRegion::bytes).sum());
  }

  private static List<RevisionRecord> records(Snapshot snapshot) throws IOException {
    List<RevisionRecord> records = new ArrayList<>();
    snapshot.forEachRevision(
        new RecordVisitor() {
          @Override
          public void record(RevisionRecord record) {
            records.add(record);
          }

          @Override
          public void malformed(MalformedRecordException fault) {
            throw new AssertionError(fault);
          }
        });
    return records;
  }
}
