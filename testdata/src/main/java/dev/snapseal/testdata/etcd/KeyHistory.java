package dev.snapseal.testdata.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The records of the `key` bucket, made by the same requests that a server would get.
///
/// The first request gets main revision 2, as in a fresh store (etcd v3.7.1, kvstore.go).
final class KeyHistory {
  private final TreeMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);
  private final Map<String, KeyValueMessage> live = new HashMap<>();
  private final Map<byte[], String> userKeys = new TreeMap<>(Arrays::compareUnsigned);
  private long main = 1;
  private long sub;

  void beginRequest() {
    main++;
    sub = 0;
  }

  void put(String key, byte[] value, long lease) {
    byte[] keyBytes = key.getBytes(UTF_8);
    KeyValueMessage before = live.get(key);
    KeyValueMessage now =
        before == null
            ? new KeyValueMessage(keyBytes, main, main, 1, value, lease)
            : new KeyValueMessage(
                keyBytes, before.createRevision(), main, before.version() + 1, value, lease);
    live.put(key, now);
    record(RevisionKey.put(main, sub++), key, now.toBytes());
  }

  void delete(String key) {
    if (live.remove(key) == null) {
      throw new IllegalArgumentException("the key to delete does not live: " + key);
    }
    byte[] tombstone = KeyValueMessage.tombstone(key.getBytes(UTF_8)).toBytes();
    record(RevisionKey.tombstone(main, sub++), key, tombstone);
  }

  private void record(byte[] revision, String key, byte[] value) {
    records.put(revision, value);
    userKeys.put(revision, key);
  }

  /// A record with an empty value (etcd v3.6.14, etcdutl/snapshot/v3_snapshot.go, bump revision).
  void bump(long by) {
    main += by;
    records.put(RevisionKey.put(main, 0), new byte[0]);
  }

  void raw(byte[] key, byte[] value) {
    records.put(key, value);
  }

  /// Removes what a server's compaction to `revision` removes: of each key, all records up to it
  /// but the newest, and that one too if it is a tombstone below `revision`.
  void compact(long revision) {
    Map<String, byte[]> newest = new HashMap<>();
    userKeys.forEach(
        (record, key) -> {
          if (mainOf(record) <= revision) {
            newest.put(key, record);
          }
        });
    newest.values().removeIf(record -> record.length == 18 && mainOf(record) < revision);
    Collection<byte[]> kept = newest.values();
    List<byte[]> gone =
        userKeys.keySet().stream()
            .filter(record -> mainOf(record) <= revision && !kept.contains(record))
            .toList();
    gone.forEach(
        record -> {
          userKeys.remove(record);
          records.remove(record);
        });
  }

  private static long mainOf(byte[] record) {
    return ByteBuffer.wrap(record).getLong();
  }

  long revision() {
    return main;
  }

  SortedMap<byte[], byte[]> records() {
    return records;
  }
}
