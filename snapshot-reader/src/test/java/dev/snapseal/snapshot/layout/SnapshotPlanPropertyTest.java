package dev.snapseal.snapshot.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.Bucket;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.TestFiles;
import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.page.BranchElement;
import dev.snapseal.snapshot.page.BranchPage;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.TreePage;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plans of made-up stores: other lengths for some records, others left out.
class SnapshotPlanPropertyTest {
  private static final int SMALLEST_PAGE = 512;

  /// Decides by the revision, so that a test can decide alike.
  private record Changes(int seed) implements RecordPlan {
    @Override
    public long newValueLength(RevisionRecord record) {
      Random random = new Random(seed * 31L + record.revision().main());
      return switch (random.nextInt(4)) {
        case 0 -> DROP;
        case 1 -> COPY;
        default -> record.valueLength() == 0 ? COPY : random.nextInt(2000);
      };
    }

    @Override
    public void malformed(MalformedRecordException fault) {}
  }

  @Property(tries = 150)
  void theFileHoldsWhatThePlanSays(
      @ForAll int seed,
      @ForAll @IntRange(max = 400) int requests,
      @ForAll @IntRange(max = 7) int pageSizeShift,
      @ForAll @IntRange(max = 3) int longest)
      throws IOException {
    byte[] file = store(seed, requests, SMALLEST_PAGE << pageSizeShift, 1 + 900 * longest);
    Changes changes = new Changes(seed);
    try (Snapshot source = TestFiles.open(file);
        Snapshot made = TestFiles.open(PlannedFiles.write(source, changes, Map.of()))) {
      assertEquals(expected(source, changes), records(made));
      assertEquals(source.meta().pageSize(), made.meta().pageSize());
      assertSound(made);
    }
  }

  private static byte[] store(int seed, int requests, int pageSize, int longestValue) {
    Random random = new Random(seed);
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    List<String> living = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      if (!living.isEmpty() && random.nextInt(5) == 0) {
        etcd.delete(living.remove(random.nextInt(living.size())));
      } else {
        String key = "/registry/" + random.nextInt(60);
        if (!living.contains(key)) {
          living.add(key);
        }
        byte[] value = new byte[random.nextInt(longestValue)];
        random.nextBytes(value);
        etcd.put(key, value, random.nextInt(3));
      }
    }
    return etcd.backend(SnapshotBuilder.snapshot().pageSize(pageSize).freePages(3)).build().bytes();
  }

  private static List<String> expected(Snapshot source, RecordPlan plan) throws IOException {
    List<String> rows = new ArrayList<>();
    visit(
        source,
        record -> {
          long answer = plan.newValueLength(record);
          if (answer != RecordPlan.DROP) {
            byte[] value = valueOf(record);
            if (answer != RecordPlan.COPY) {
              byte[] key = record.keyBytes();
              value = new byte[Math.toIntExact(answer)];
              java.util.Arrays.fill(value, key[key.length - 1]);
            }
            rows.add(row(record, value));
          }
        });
    return rows;
  }

  private static List<String> records(Snapshot made) throws IOException {
    List<String> rows = new ArrayList<>();
    visit(made, record -> rows.add(row(record, valueOf(record))));
    return rows;
  }

  private static byte[] valueOf(RevisionRecord record) {
    byte[] value = new byte[record.valueLength()];
    record.copyValue(value, value.length);
    return value;
  }

  private static String row(RevisionRecord record, byte[] value) {
    return "%s %s create %d mod %d version %d lease %d: %d bytes, %08x"
        .formatted(
            record.revision(),
            TestFiles.text(record.key()),
            record.createRevision(),
            record.modRevision(),
            record.version(),
            record.lease(),
            value.length,
            java.util.Arrays.hashCode(value));
  }

  /// Takes a record.
  private interface RecordTaker {
    void take(RevisionRecord record) throws IOException;
  }

  private static void visit(Snapshot snapshot, RecordTaker taker) throws IOException {
    snapshot.forEachRevision(
        new RecordVisitor() {
          @Override
          public void record(RevisionRecord record) throws IOException {
            taker.take(record);
          }

          @Override
          public void malformed(MalformedRecordException fault) {
            throw new AssertionError(fault);
          }
        });
  }

  private static void assertSound(Snapshot made) throws IOException {
    assertEquals(List.of(), SnapshotChecker.check(made, CheckOptions.structure()).findings());
    assertEquals(FileDigest.Trailer.VALID, FileDigest.compute(made, done -> {}).trailer());
    PageUsage usage = PageUsage.surveyWithSlack(made);
    assertEquals(List.of(), usage.freeRanges());
    assertEquals(List.of(), usage.dirtySlack());
    deepestTree(made);
  }

  /// The levels of the deepest bucket; all branch keys are compared on the way.
  private static int deepestTree(Snapshot made) throws IOException {
    int deepest = 1;
    assertBranchKeys(made, made.pages().treePage(made.meta().rootPageId()));
    for (Bucket bucket : made.buckets()) {
      if (bucket.root() instanceof BucketRoot.Paged paged) {
        int depth = assertBranchKeys(made, made.pages().treePage(paged.rootPageId()));
        deepest = Math.max(deepest, depth);
      }
    }
    return deepest;
  }

  /// bbolt panics at the first write to a tree whose branch keys are lower than that.
  private static int assertBranchKeys(Snapshot made, TreePage page) throws IOException {
    if (!(page instanceof BranchPage branch)) {
      return 1;
    }
    int depth = 0;
    for (int i = 0; i < branch.count(); i++) {
      BranchElement element = branch.element(i);
      TreePage child = made.pages().treePage(element.childPageId());
      assertEquals(
          -1,
          made.bytes()
              .slice(element.keyOffset(), element.keyLength())
              .mismatch(firstKey(made, child)));
      depth = assertBranchKeys(made, child);
    }
    return depth + 1;
  }

  private static MemorySegment firstKey(Snapshot made, TreePage page) throws IOException {
    return switch (page) {
      case LeafPage leaf ->
          made.bytes().slice(leaf.element(0).keyOffset(), leaf.element(0).keyLength());
      case BranchPage branch ->
          made.bytes().slice(branch.element(0).keyOffset(), branch.element(0).keyLength());
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void branchKeysAreTheFirstKeysOfTheirChildren(int depth) throws IOException {
    int rows = new int[] {0, 3, 90, 1500, 6000}[depth];
    byte[] file =
        SnapshotBuilder.snapshot()
            .pageSize(SMALLEST_PAGE)
            .bucket("rows", bucket -> bucket.fill("key number ", rows, 12).ownPages())
            .build()
            .bytes();
    try (Snapshot source = TestFiles.open(file);
        Snapshot made = TestFiles.open(PlannedFiles.copy(source))) {
      assertEquals(TestFiles.contents(source), TestFiles.contents(made));
      assertSound(made);
      assertEquals(depth, deepestTree(made));
    }
  }

  @Test
  void theLongestKeysAndLargeValuesAreCopied() throws IOException {
    byte[] file =
        SnapshotBuilder.snapshot()
            .bucket(
                "rows",
                bucket -> {
                  for (int i = 0; i < 5; i++) {
                    byte[] key = new byte[32_768];
                    key[0] = (byte) (i + 1);
                    key[32_767] = (byte) i;
                    bucket.put(key, new byte[i * 1_500_000]);
                  }
                })
            .build()
            .bytes();
    try (Snapshot source = TestFiles.open(file);
        Snapshot made = TestFiles.open(PlannedFiles.copy(source))) {
      assertEquals(TestFiles.contents(source), TestFiles.contents(made));
      assertEquals(List.of(), SnapshotChecker.check(made, CheckOptions.structure()).findings());
      assertEquals(3, deepestTree(made));
    }
  }

  /// Whichever byte of the source changes between planning and writing, the failure is a declared
  /// one; what else comes of it, comparing with the source and checking find.
  @Property(tries = 300)
  void aSourceThatChangesEndsInADeclaredFailure(
      @ForAll int seed, @ForAll @IntRange(max = 255) int to) throws IOException {
    byte[] file = store(7, 40, SMALLEST_PAGE, 200);
    try (Snapshot source = TestFiles.open(file);
        SnapshotPlan plan = SnapshotPlan.of(source, new Changes(3), Map.of())) {
      int at = 2 * SMALLEST_PAGE + new Random(seed).nextInt(file.length - 2 * SMALLEST_PAGE - 32);
      file[at] = (byte) to;
      byte[] made = new byte[Math.toIntExact(plan.imageLength())];
      PageTarget target =
          (bytes, length, position) -> {
            System.arraycopy(bytes, 0, made, (int) position, length);
            return bytes;
          };
      byte[] metaPages = plan.metaPages();
      target.write(metaPages, metaPages.length, 0);
      PageWriter writer = plan.newWriter(PlannedFiles.FILL, target);
      try {
        for (PageRange range : plan.ranges(4096)) {
          writer.write(range);
        }
      } catch (SourceChangedException | CorruptSnapshotException e) {
        return;
      }
      try (Snapshot written = TestFiles.open(made)) {
        CheckOptions structure = CheckOptions.structure().withoutTrailer();
        SnapshotChecker.check(written, structure);
      }
    }
  }

  @Test
  void aValueThatBecomesLongerIsNoticed() throws IOException {
    byte[] file = store(7, 40, SMALLEST_PAGE, 200);
    try (Snapshot source = TestFiles.open(file);
        SnapshotPlan plan = SnapshotPlan.of(source, PlannedFiles.COPY, Map.of())) {
      List<Long> places = new ArrayList<>();
      source.forEach(
          source.bucket(dev.snapseal.snapshot.kv.EtcdBucket.KEY).orElseThrow(),
          (leaf, element) -> places.add(element.offset()));
      ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      int valueLength = places.get(20).intValue() + 12;
      bytes.putInt(valueLength, bytes.getInt(valueLength) + 1);
      PageWriter writer = plan.newWriter(PlannedFiles.FILL, (part, length, position) -> part);
      assertThrows(
          SourceChangedException.class,
          () -> {
            for (PageRange range : plan.ranges(4096)) {
              writer.write(range);
            }
          });
    }
  }

  @Test
  void aTableRefusesPlacesThatItDoesNotHave() {
    try (LongTable table = new LongTable()) {
      for (int i = 0; i < 40_000; i++) {
        table.add(3L * i);
      }
      assertEquals(3L * 16_384, table.get(16_384));
      assertEquals(13_333, table.floor(0, 40_000, 40_001));
      assertThrows(IndexOutOfBoundsException.class, () -> table.get(40_000));
      assertThrows(IndexOutOfBoundsException.class, () -> table.get(-1));
      assertThrows(IndexOutOfBoundsException.class, () -> table.put(40_000, 1));
      table.resize(50_000);
      assertEquals(0, table.get(49_999));
      table.resize(10);
      assertEquals(50_000, table.size());
    }
  }

  @Test
  void anElementKeepsTheLargestLengths() {
    try (ElementTable table =
        new ElementTable(new SnapshotBytes("none", MemorySegment.ofArray(new byte[1])))) {
      table.addCopied(16, Integer.MAX_VALUE);
      table.addRewritten(1L << 40, Integer.MAX_VALUE, Integer.MAX_VALUE - 7);
      table.addMade(new NewElement.Row(new byte[] {1}, new byte[5]));
      assertEquals(Integer.MAX_VALUE, table.valueLength(0));
      assertEquals(1L << 40, table.sourceOffset(1));
      assertEquals(Integer.MAX_VALUE, table.valueLength(1));
      assertEquals(Integer.MAX_VALUE - 7, table.newValueLength(1));
      assertTrue(table.isRewritten(1) && !table.isRewritten(0) && !table.isRewritten(2));
      assertTrue(table.isMade(2) && !table.isMade(1));
      assertEquals(5, table.valueLength(2));
    }
  }
}
