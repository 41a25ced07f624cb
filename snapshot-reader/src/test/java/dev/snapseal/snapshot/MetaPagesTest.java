package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.SnapshotBuilder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaPagesTest {
  private static final int FIRST_META_BYTE = 16;
  private static final int END_OF_META = 80;

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 1L << 40})
  void pageZeroOfASnapshotCountsWhateverItsTxid(long txid) throws IOException {
    Snapshot snapshot = TestFiles.open(small().txid(txid).build());
    assertEquals(0, snapshot.meta().pageId());
    assertEquals(txid, snapshot.meta().txid());
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9})
  void theHigherTxidOfALiveFileCounts(long txid) throws IOException {
    Snapshot snapshot = TestFiles.open(twoTrees(txid));
    assertEquals(txid % 2, snapshot.meta().pageId());
    assertEquals(Map.of("key", Map.of("a", "new")), TestFiles.contents(snapshot));
  }

  @Test
  void pageZeroCountsWhenBothTxidsAreEqual() throws IOException {
    byte[] file = small().build().surgeon().meta(1).txid(17).reseal().bytes();
    Snapshot snapshot = TestFiles.open(file);
    assertEquals(17, snapshot.meta().txid());
    assertEquals(0, snapshot.meta().pageId());
  }

  @Test
  void theTreeOfTheCommitBeforeIsReadThroughTheOlderMeta() throws IOException {
    byte[] file = twoTrees(9).surgeon().meta(1).checksum(0).unsealed().bytes();
    assertEquals(Map.of("key", Map.of("a", "old")), TestFiles.contents(TestFiles.open(file)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anyFlippedBitOfAMetaPageMakesTheOtherOneCount(int damaged) throws IOException {
    BuiltSnapshot sound = twoTrees(9);
    for (int bit = FIRST_META_BYTE * 8; bit < END_OF_META * 8; bit++) {
      int at = damaged * sound.pageSize() + bit / 8;
      Snapshot snapshot = TestFiles.open(sound.surgeon().flipBit(at, bit % 8).bytes());
      assertEquals(1 - damaged, snapshot.meta().pageId(), "bit " + bit);
      assertEquals(1, snapshot.metas().faults().size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 3000, 4096, 16_384, 65_536})
  void aPageSizeIsFoundWithoutPageZero(int pageSize) throws IOException {
    byte[] file = small().pageSize(pageSize).build().surgeon().meta(0).magic(7).unsealed().bytes();
    Snapshot snapshot = TestFiles.open(file);
    assertEquals(pageSize, snapshot.meta().pageSize());
    assertEquals(Map.of("key", Map.of("a", "b")), TestFiles.contents(snapshot));
  }

  @Test
  void aBigEndianFileIsNamedAsOne() {
    byte[] file = small().order(ByteOrder.BIG_ENDIAN).build().bytes();
    CorruptSnapshotException fault =
        assertThrows(CorruptSnapshotException.class, () -> TestFiles.open(file));
    assertEquals(StructureRule.BIG_ENDIAN, fault.rule());
  }

  @Test
  void aChecksumOfZeroIsDamageWithAHint() {
    byte[] file =
        small()
            .build()
            .surgeon()
            .meta(0)
            .checksum(0)
            .unsealed()
            .meta(1)
            .checksum(0)
            .unsealed()
            .bytes();
    CorruptSnapshotException fault =
        assertThrows(CorruptSnapshotException.class, () -> TestFiles.open(file));
    assertEquals(StructureRule.META_CHECKSUM, fault.rule());
    assertEquals(true, fault.found().contains("1.3.6"));
  }

  private static SnapshotBuilder small() {
    return SnapshotBuilder.snapshot().txid(17).bucket("key", bucket -> bucket.put("a", "b"));
  }

  private static BuiltSnapshot twoTrees(long txid) {
    return SnapshotBuilder.dataDirectory()
        .txid(txid)
        .bucket("key", bucket -> bucket.put("a", "new"))
        .olderTree(root -> root.bucket("key", bucket -> bucket.put("a", "old")))
        .build();
  }
}
