package dev.snapseal.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// etcd's HashKV the slow way: generations of each key, as the server's key index keeps them.
///
/// Source: etcd v3.7.1, server/storage/mvcc/hash.go, key_index.go `keep`.
final class StoreModel implements RecordVisitor {
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, List<List<Row>>> generations = new TreeMap<>();

  /// One record.
  private record Row(long main, boolean tombstone, MemorySegment key, MemorySegment value) {}

  static StoreModel of(Snapshot snapshot) throws IOException {
    StoreModel model = new StoreModel();
    snapshot.forEachRevision(model);
    return model;
  }

  @Override
  public void record(RevisionRecord record) {
    String userKey = new String(record.key().toArray(ValueLayout.JAVA_BYTE), UTF_8);
    List<List<Row>> lives = generations.computeIfAbsent(userKey, key -> new ArrayList<>());
    if (lives.isEmpty()) {
      lives.add(new ArrayList<>());
    }
    Row row =
        new Row(
            record.revision().main(),
            record.isTombstone(),
            MemorySegment.ofArray(keyBytes(record)),
            MemorySegment.ofArray(valueBytes(record)));
    rows.add(row);
    if (row.tombstone && lives.getLast().isEmpty() && lives.size() > 1) {
      return;
    }
    lives.getLast().add(row);
    if (row.tombstone) {
      lives.add(new ArrayList<>());
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) throws IOException {
    throw fault;
  }

  /// What the server answers at main revision `revision`.
  long hashKv(long compacted, long revision) {
    Set<Row> keep = new HashSet<>();
    generations.values().forEach(lives -> keep(lives, revision, keep));
    CRC32C crc = new CRC32C();
    crc.update("key".getBytes(UTF_8));
    for (Row row : rows) {
      boolean isGone = row.main <= compacted && !keep.isEmpty() && !keep.contains(row);
      boolean isTombstoneAtCompaction = row.main == compacted && row.tombstone;
      if (row.main <= revision && !isGone && !isTombstoneAtCompaction) {
        crc.update(row.key.asByteBuffer());
        crc.update(row.value.asByteBuffer());
      }
    }
    return crc.getValue();
  }

  private static void keep(List<List<Row>> lives, long revision, Set<Row> keep) {
    int chosen = 0;
    while (chosen < lives.size() - 1 && lives.get(chosen).getLast().main < revision) {
      chosen++;
    }
    List<Row> life = lives.get(chosen);
    for (int i = life.size() - 1; i >= 0; i--) {
      if (life.get(i).main <= revision) {
        boolean endsIt = i == life.size() - 1 && chosen != lives.size() - 1;
        if (!endsIt) {
          keep.add(life.get(i));
        }
        return;
      }
    }
  }

  private static byte[] keyBytes(RevisionRecord record) {
    byte[] key = new byte[record.isTombstone() ? 18 : 17];
    java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(key);
    buffer.putLong(record.revision().main()).put((byte) '_').putLong(record.revision().sub());
    if (record.isTombstone()) {
      buffer.put((byte) 't');
    }
    return key;
  }

  /// The KeyValue from its parts: as the tests' builder writes it, fields ascend and none repeats.
  private static byte[] valueBytes(RevisionRecord record) {
    return new dev.snapseal.testdata.etcd.KeyValueMessage(
            record.key().toArray(ValueLayout.JAVA_BYTE),
            record.createRevision(),
            record.modRevision(),
            record.version(),
            record.value().toArray(ValueLayout.JAVA_BYTE),
            record.lease())
        .toBytes();
  }
}
