package dev.snapseal.testdata;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SnapshotBuilderTest {
  private static final String ZERO_48 = "00".repeat(48);

  /// Written by hand from the format: a bucket "k" with an inline page that holds "a" -> "b".
  private static final String TINY_META_HEADER = "0000000000000000 0400 0000 00000000";

  private static final String TINY_META_FIELDS =
      """
      edda0ced 02000000 80000000 00000000
      0200000000000000 0000000000000000
      ffffffffffffffff 0300000000000000
      0700000000000000
      """;
  private static final String TINY_ROOT =
      """
      0200000000000000 0200 0100 00000000
      01000000 10000000 01000000 32000000
      6b
      0000000000000000 0500000000000000
      0000000000000000 0200 0100 00000000
      00000000 10000000 01000000 01000000
      61 62
      """;

  private static SnapshotBuilder tiny() {
    return SnapshotBuilder.snapshot()
        .pageSize(128)
        .txid(7)
        .trailer(TrailerForm.ABSENT)
        .bucket("k", bucket -> bucket.put("a", "b").sequence(5).inline());
  }

  @Test
  void aTinyFileHasTheBytesThatTheFormatAsksFor() {
    byte[] file = tiny().build().bytes();
    assertEquals(3 * 128, file.length);
    assertStartsWith(TINY_META_HEADER + TINY_META_FIELDS, Arrays.copyOfRange(file, 0, 72));
    assertStartsWith(ZERO_48, Arrays.copyOfRange(file, 80, 128));
    assertStartsWith(TINY_ROOT, Arrays.copyOfRange(file, 256, 384));
    assertArrayEquals(new byte[45], Arrays.copyOfRange(file, 339, 384));
  }

  @Test
  void theMetaChecksumIsThatOfARealFile() throws IOException {
    byte[] real = Files.readAllBytes(TestData.cluster("etcd-3.6").finalDb());
    ByteBuffer page = ByteBuffer.wrap(real).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(page.getLong(72), BoltLayout.metaChecksum(page, 0));
    assertEquals(page.getLong(4096 + 72), BoltLayout.metaChecksum(page, 4096));
  }

  @Test
  void aSnapshotHasTheNewerTxidOnPageZeroWhateverItsParity() {
    PageSurgeon odd = tiny().txid(7).build().surgeon();
    assertEquals(List.of(7L, 6L), List.of(odd.meta(0).txid(), odd.meta(1).txid()));
    PageSurgeon even = tiny().txid(8).build().surgeon();
    assertEquals(List.of(8L, 7L), List.of(even.meta(0).txid(), even.meta(1).txid()));
  }

  @Test
  void aDataDirectoryHasTheNewerTxidOnThePageOfItsParity() {
    PageSurgeon file =
        SnapshotBuilder.dataDirectory()
            .txid(9)
            .bucket("key", bucket -> bucket.put("a", "new"))
            .olderTree(root -> root.bucket("key", bucket -> bucket.put("a", "old")))
            .build()
            .surgeon();
    assertEquals(List.of(8L, 9L), List.of(file.meta(0).txid(), file.meta(1).txid()));
    assertEquals(List.of(3L, 2L), List.of(file.meta(0).root(), file.meta(1).root()));
  }

  @Test
  void aBigEndianFileHasTheMagicNumberTheOtherWayRound() {
    byte[] file = tiny().order(ByteOrder.BIG_ENDIAN).build().bytes();
    assertStartsWith("ed0cdaed 00000002 00000080", Arrays.copyOfRange(file, 16, 28));
    assertEquals(7, PageSurgeon.on(file).meta(0).txid());
  }

  @Test
  void fanOutDecidesHowDeepTheTreeIs() {
    BuiltSnapshot file =
        SnapshotBuilder.snapshot()
            .bucket("key", bucket -> bucket.fill("k", 8, 3).fanOut(1, 2))
            .build();
    assertEquals(List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), file.bucket("key").leaves());
    assertEquals(List.of(10L, 11L, 12L, 13L, 14L, 15L, 16L), file.bucket("key").branches());
    assertEquals(16, file.bucket("key").root());
    assertEquals(14, file.surgeon().element(16, 0).child());
    assertArrayEquals("k00004".getBytes(US_ASCII), file.surgeon().element(16, 1).key());
  }

  @Test
  void aValueLargerThanAPageTakesOverflowPages() {
    BuiltSnapshot file =
        SnapshotBuilder.snapshot()
            .pageSize(512)
            .bucket("key", bucket -> bucket.fill("k", 1, 2000))
            .build();
    assertEquals(3, file.surgeon().page(file.bucket("key").root()).overflow());
    assertEquals(7, file.highWaterMark());
  }

  @Test
  void aBucketIsInlineUpToAQuarterOfAPage() {
    BuiltSnapshot file =
        SnapshotBuilder.snapshot()
            .bucket("fits", bucket -> bucket.put(new byte[1], new byte[991]))
            .bucket("too large", bucket -> bucket.put(new byte[1], new byte[992]))
            .build();
    assertThrows(IllegalArgumentException.class, () -> file.bucket("fits"));
    assertEquals(2, file.bucket("too large").root());
  }

  @Test
  void aFreelistOf65535IdsKeepsItsCountInItsFirstEntry() {
    BuiltSnapshot file =
        SnapshotBuilder.snapshot()
            .pageSize(128)
            .freelist(FreelistForm.STORED)
            .bucket("key", bucket -> bucket.put("a", "b"))
            .freePages(65_535)
            .build();
    long page = file.freelistPage().orElseThrow();
    PageSurgeon surgeon = file.surgeon();
    assertEquals(0xFFFF, surgeon.page(page).count());
    assertEquals((16 + 8 * 65_536) / 128, surgeon.page(page).overflow());
    ByteBuffer words = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int start = surgeon.page(page).fileOffset();
    assertEquals(65_535, words.getLong(start + 16));
    assertEquals(file.freePages().getFirst(), words.getLong(start + 24));
  }

  @Test
  void aSparePageOfTheFreelistIsOverflow() {
    BuiltSnapshot file =
        SnapshotBuilder.snapshot()
            .freelist(FreelistForm.STORED_WITH_SPARE_PAGE)
            .leadingFreePages(2)
            .build();
    assertEquals(OptionalLong.of(5), file.freelistPage());
    assertEquals(1, file.surgeon().page(5).overflow());
    assertEquals(List.of(2L, 3L), file.freePages());
  }

  private static void assertStartsWith(String hex, byte[] actual) {
    byte[] expected = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    assertArrayEquals(expected, Arrays.copyOf(actual, expected.length));
  }
}
