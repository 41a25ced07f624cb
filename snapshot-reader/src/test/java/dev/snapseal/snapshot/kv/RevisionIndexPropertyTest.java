package dev.snapseal.snapshot.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.TestFiles;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RevisionIndexPropertyTest {

  /// A negative step deletes the key it names, if that lives; another one puts it.
  @Property(tries = 200)
  void itAgreesWithAMap(@ForAll @Size(max = 80) List<@IntRange(min = -9, max = 9) Integer> steps)
      throws IOException {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    Map<String, Long> newest = new HashMap<>();
    Set<String> live = new HashSet<>();
    for (int step : steps) {
      String key = "key" + Math.abs(step);
      if (step >= 0) {
        etcd.put(key, "v");
        live.add(key);
        newest.put(key, etcd.revision());
      } else if (live.remove(key)) {
        etcd.delete(key);
        newest.put(key, etcd.revision());
      }
    }
    Snapshot snapshot = TestFiles.open(etcd.snapshot());
    try (RevisionIndex index = RevisionIndex.build(snapshot)) {
      assertEquals(live.size(), index.liveKeys());
      snapshot.forEachRevision(new Comparison(index, newest, live));
    }
  }

  /// Enough ranges that the table grows several times, each one also found again at a second place.
  @Example
  void theTableTellsTenThousandRangesApart() throws IOException {
    int count = 10_000;
    byte[] file = SnapshotBuilder.snapshot().bucket("k", b -> b.put("a", "b")).build().bytes();
    int base = file.length;
    byte[] longer = Arrays.copyOf(file, base + 2 * count * 4);
    for (int i = 0; i < 2 * count; i++) {
      java.nio.ByteBuffer.wrap(longer).putInt(base + 4 * i, i % count);
    }
    Snapshot snapshot = Snapshot.of("table.db", MemorySegment.ofArray(longer));
    try (ByteRangeTable table = new ByteRangeTable(snapshot)) {
      for (int i = 0; i < count; i++) {
        assertEquals(0, table.put(base + 4L * i, 4, i + 1));
      }
      for (int i = 0; i < count; i++) {
        assertEquals(i + 1, table.get(base + 4L * (count + i), 4));
      }
      assertEquals(count, table.size());
      assertEquals(0, table.get(base, 3));
    }
  }

  private record Comparison(RevisionIndex index, Map<String, Long> newest, Set<String> live)
      implements RecordVisitor {
    @Override
    public void record(RevisionRecord record) {
      String key = TestFiles.text(record.key());
      boolean isNewest = newest.get(key) == record.revision().main();
      assertEquals(isNewest, index.isNewest(record));
      assertEquals(isNewest && live.contains(key), index.isLive(record));
    }

    @Override
    public void malformed(MalformedRecordException fault) throws IOException {
      throw fault;
    }
  }
}
