package dev.snapseal.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.damage.BrokenRule;
import dev.snapseal.testdata.damage.Damage;
import dev.snapseal.testdata.damage.DamagedSnapshots;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
  /// What breaks the walk of a tree, and so must stop whoever trusts the tree.
  private static final Set<BrokenRule> STOPS_A_WALK =
      Set.of(
          BrokenRule.CYCLE,
          BrokenRule.CHILD_BOUNDS,
          BrokenRule.ELEMENT_BOUNDS,
          BrokenRule.PAGE_ID,
          BrokenRule.BUCKET_HEADER,
          BrokenRule.META_ROOT_BOUNDS,
          BrokenRule.FILE_LENGTH);

  static List<Damage> whatStopsAWalk() {
    return DamagedSnapshots.all().stream()
        .filter(damage -> STOPS_A_WALK.contains(damage.rule()))
        .filter(damage -> !damage.name().startsWith("meta-page"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("whatStopsAWalk")
  void aDamagedTreeEndsTheReading(Damage damage) {
    CorruptSnapshotException fault =
        assertThrows(
            CorruptSnapshotException.class,
            () -> {
              try (Snapshot snapshot = TestFiles.open(damage.bytes())) {
                PageUsage.survey(snapshot);
              }
            });
    assertEquals("built.db", fault.file());
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 3000, 4096, 16_384, 65_536})
  void theSameContentIsReadAtEveryPageSize(int pageSize) throws IOException {
    BuiltSnapshot built =
        SnapshotBuilder.snapshot()
            .pageSize(pageSize)
            .bucket("key", bucket -> bucket.fill("k", 100, 50).fanOut(3, 4))
            .bucket("large", bucket -> bucket.fill("v", 1, 1 << 20))
            .build();
    Map<String, Map<String, String>> contents = TestFiles.contents(TestFiles.open(built));
    assertEquals(100, contents.get("key").size());
    assertEquals("b".repeat(50), contents.get("key").get("k00001"));
    assertEquals(1 << 20, contents.get("large").get("v00000").length());
  }

  @Test
  void theLongestKeyAndTheEmptyValueAreRead() throws IOException {
    String longest = "k".repeat(32_768);
    BuiltSnapshot built =
        SnapshotBuilder.snapshot()
            .bucket("key", bucket -> bucket.put(longest, "").put("k", "v"))
            .build();
    assertEquals(
        Map.of("key", Map.of(longest, "", "k", "v")), TestFiles.contents(TestFiles.open(built)));
  }

  @Test
  void aKeyOneByteTooLongIsRefused() throws IOException {
    BuiltSnapshot built =
        SnapshotBuilder.snapshot()
            .bucket("key", bucket -> bucket.put("k".repeat(32_769), "v"))
            .build();
    CorruptSnapshotException fault =
        assertThrows(
            CorruptSnapshotException.class, () -> TestFiles.contents(TestFiles.open(built)));
    assertEquals(StructureRule.KEY_TOO_LONG, fault.rule());
  }

  @Test
  void keysComeInTheOrderOfTheirUnsignedBytes() throws IOException {
    byte[][] keys = {{1}, {0x7F}, {0x7F, 0}, {(byte) 0x80}, {(byte) 0xFF}};
    SnapshotBuilder builder =
        SnapshotBuilder.snapshot()
            .bucket(
                "key",
                bucket -> {
                  for (byte[] key : keys) {
                    bucket.put(key, key);
                  }
                  bucket.fanOut(1, 2);
                });
    Snapshot snapshot = TestFiles.open(builder.build());
    List<byte[]> read = new ArrayList<>();
    snapshot.forEach(
        snapshot.buckets().getFirst(),
        (leaf, element) -> {
          byte[] key = new byte[element.keyLength()];
          snapshot.bytes().copy(element.keyOffset(), key, 0, key.length);
          read.add(key);
        });
    assertTrue(Arrays.deepEquals(keys, read.toArray()));
  }

  @Test
  void aBucketIsReadInlineAndOnItsOwnPageWithItsSequence() throws IOException {
    Snapshot snapshot =
        TestFiles.open(
            SnapshotBuilder.snapshot()
                .bucket("empty", bucket -> {})
                .bucket("fits", bucket -> bucket.put(new byte[1], new byte[991]).sequence(7))
                .bucket("too large", bucket -> bucket.put(new byte[1], new byte[992]).sequence(8))
                .build());
    List<Bucket> buckets = snapshot.buckets();
    assertEquals(32, buckets.get(0).element().valueLength());
    assertTrue(buckets.get(1).root() instanceof BucketRoot.Inline);
    assertTrue(buckets.get(2).root() instanceof BucketRoot.Paged);
    assertEquals(List.of(0L, 7L, 8L), buckets.stream().map(Bucket::sequence).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "STORED", "STORED_WITH_SPARE_PAGE"})
  void everyPageIsCountedOnceWithAnyFreelist(FreelistForm form) throws IOException {
    Snapshot snapshot =
        TestFiles.open(
            SnapshotBuilder.snapshot()
                .pageSize(1024)
                .freelist(form)
                .leadingFreePages(3)
                .bucket("key", bucket -> bucket.fill("k", 100, 50).fanOut(5, 4))
                .bucket("large", bucket -> bucket.fill("v", 1, 5000))
                .freePages(2)
                .build());
    PageUsage usage = PageUsage.surveyWithSlack(snapshot);
    PageCounts counts = usage.counts();
    assertEquals(5, counts.free());
    assertEquals(20 + 1 + 1, counts.leaf());
    assertEquals(4, counts.overflow());
    assertEquals(
        counts.total(),
        counts.free()
            + counts.leaf()
            + counts.branch()
            + counts.overflow()
            + counts.freelist()
            + counts.meta());
    assertEquals(5 * 1024, usage.freeRanges().stream().mapToLong(ByteRange::length).sum());
  }

  @Test
  void aFreelistOf65535IdsIsRead() throws IOException {
    Snapshot snapshot =
        TestFiles.open(
            SnapshotBuilder.snapshot()
                .pageSize(512)
                .freelist(FreelistForm.STORED)
                .bucket("key", bucket -> bucket.put("a", "b"))
                .freePages(65_535)
                .build());
    assertEquals(65_535, snapshot.pages().freelist().idCount());
    assertEquals(65_535, PageUsage.survey(snapshot).counts().free());
  }

  @Test
  void everyLengthBelowTheHighWaterMarkIsTruncated() {
    byte[] file =
        SnapshotBuilder.snapshot()
            .pageSize(512)
            .bucket("key", bucket -> bucket.fill("k", 4, 100).ownPages())
            .build()
            .bytes();
    for (int length = 0; length < file.length - 32; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      CorruptSnapshotException fault =
          assertThrows(CorruptSnapshotException.class, () -> TestFiles.open(cut));
      assertEquals(StructureRule.FILE_TRUNCATED, fault.rule(), "length " + length);
    }
  }

  @Test
  void plantedSlackIsFoundWhereItLies() throws IOException {
    BuiltSnapshot sound =
        SnapshotBuilder.snapshot().bucket("key", bucket -> bucket.put("a", "b").ownPages()).build();
    long leaf = sound.bucket("key").root();
    byte[] secret = "hidden".getBytes(UTF_8);
    Snapshot snapshot = TestFiles.open(sound.surgeon().page(leaf).plantInSlack(secret).bytes());
    ByteRange dirty = PageUsage.surveyWithSlack(snapshot).dirtySlack().getFirst();
    assertEquals((leaf + 1) * sound.pageSize(), dirty.end());
    assertTrue(dirty.start() > leaf * sound.pageSize());
  }

  @Test
  void aFreelistOfOtherThanPagesIsLookedAtLikeSlack() throws IOException {
    BuiltSnapshot sound =
        SnapshotBuilder.snapshot()
            .bucket("key", bucket -> bucket.put("a", "b").ownPages())
            .freelist(FreelistForm.STORED)
            .build();
    long page = sound.freelistPage().orElseThrow();
    Snapshot intact = TestFiles.open(sound.bytes());
    assertEquals(List.of(), PageUsage.surveyWithSlack(intact).dirtySlack());
    byte[] damaged =
        sound.surgeon().page(page).count(1).freelistEntry(page, 0, 0x6E65_6464_6968L).bytes();
    long ids = page * sound.pageSize() + 16;
    assertEquals(
        List.of(new ByteRange(ids, ids + 8)),
        PageUsage.surveyWithSlack(TestFiles.open(damaged)).dirtySlack());
  }

  @Test
  void moreBucketsThanAnyProgramMakesAreRefused() {
    SnapshotBuilder builder = SnapshotBuilder.snapshot();
    for (int i = 0; i < 65_537; i++) {
      builder.bucket("b" + i, bucket -> {});
    }
    CorruptSnapshotException fault =
        assertThrows(
            CorruptSnapshotException.class, () -> TestFiles.open(builder.build()).buckets());
    assertEquals(StructureRule.BUCKET_COUNT, fault.rule());
  }

  @Test
  void aTreeDeeperThanSixtyFourPagesIsRefused() throws IOException {
    BuiltSnapshot built =
        SnapshotBuilder.snapshot()
            .bucket("deep", bucket -> bucket.put("a", "b").depth(64))
            .bucket("deeper", bucket -> bucket.put("a", "b").depth(65))
            .build();
    Snapshot snapshot = TestFiles.open(built);
    List<String> read = new ArrayList<>();
    snapshot.forEach(snapshot.buckets().getFirst(), (leaf, element) -> read.add("a"));
    assertEquals(1, read.size());
    CorruptSnapshotException fault =
        assertThrows(CorruptSnapshotException.class, () -> PageUsage.survey(snapshot));
    assertEquals(StructureRule.TREE_TOO_DEEP, fault.rule());
  }

  @Test
  void bucketsNestedDeeperThanSixteenAreRefused() throws IOException {
    Snapshot snapshot = TestFiles.open(Nesting.of(18).build());
    CorruptSnapshotException fault =
        assertThrows(CorruptSnapshotException.class, () -> PageUsage.survey(snapshot));
    assertEquals(StructureRule.BUCKET_TOO_DEEP, fault.rule());
  }

  @Test
  void elementsThatShareBytesAreRefused() {
    BuiltSnapshot sound =
        SnapshotBuilder.snapshot()
            .bucket("key", bucket -> bucket.fill("k", 40, 60).fanOut(40, 2))
            .build();
    long leaf = sound.bucket("key").root();
    var surgeon = sound.surgeon();
    for (int i = 0; i < 20; i++) {
      surgeon.element(leaf, i).valueSize(600);
    }
    CorruptSnapshotException fault =
        assertThrows(
            CorruptSnapshotException.class,
            () -> TestFiles.contents(TestFiles.open(surgeon.bytes())));
    assertEquals(StructureRule.ELEMENT_OVERLAP, fault.rule());
    assertEquals(OptionalLong.of(leaf), fault.pageId());
  }

  @Test
  void pagesBeyondTwoGibibytesAreRead(@TempDir Path folder) throws IOException {
    BuiltSnapshot small =
        SnapshotBuilder.snapshot().bucket("key", bucket -> bucket.put("a", "b").ownPages()).build();
    Path file = SparseFile.spread(small, folder.resolve("large.db"), 3L << 30);
    try (Snapshot snapshot = Snapshot.open(file)) {
      assertTrue(snapshot.imageLength() > 3L << 30);
      assertEquals(Map.of("key", Map.of("a", "b")), TestFiles.contents(snapshot));
      Bucket key = snapshot.buckets().getFirst();
      assertTrue(key.pageId() * 4096 > Integer.MAX_VALUE);
    }
  }

  @Test
  void anEmptyFileIsTruncated(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("empty.db");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(0));
    }
    CorruptSnapshotException fault =
        assertThrows(CorruptSnapshotException.class, () -> Snapshot.open(file).close());
    assertEquals(StructureRule.FILE_TRUNCATED, fault.rule());
  }

  @Test
  void aSnapshotOfAConfinedSegmentIsReadByItsOwnThread() throws IOException {
    byte[] file = SnapshotBuilder.snapshot().bucket("k", b -> b.put("a", "b")).build().bytes();
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      MemorySegment image = arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, file);
      assertEquals(1, Snapshot.of("confined.db", image).buckets().size());
    }
  }
}
