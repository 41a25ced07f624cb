package dev.snapseal.testdata.damage;

import static dev.snapseal.testdata.damage.BrokenRule.KEY_VALUE;
import static dev.snapseal.testdata.damage.BrokenRule.META_ROW;
import static dev.snapseal.testdata.damage.BrokenRule.REVISION_KEY;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.etcd.KeyValueMessage;
import dev.snapseal.testdata.etcd.RevisionKey;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Sound bbolt files in which etcd's own rules are broken: bbolt accepts all of them.
final class StoreDamage {
  private static final byte[] KEY = "/registry/configmaps/a/b".getBytes(UTF_8);
  private static final long MAIN = 5;

  private final List<Damage> all = new ArrayList<>();

  static List<Damage> all() {
    StoreDamage stores = new StoreDamage();
    stores.revisionKeys();
    stores.values();
    stores.metaRows();
    return stores.all;
  }

  private void revisionKeys() {
    byte[] value = sound();
    byte[] put = RevisionKey.put(MAIN, 0);
    key("revision-key-of-16-bytes", Arrays.copyOf(put, 16), value);
    key("revision-key-of-19-bytes", Arrays.copyOf(put, 19), value);
    key("revision-key-of-1-byte", new byte[] {1}, value);
    key("revision-key-without-underscore", with(put, 8, '-'), value);
    key("revision-key-with-a-negative-main", with(put, 0, 0x80), value);
    key("revision-key-with-a-negative-sub", with(put, 9, 0x80), value);
    key(
        "revision-key-with-another-last-byte",
        with(RevisionKey.tombstone(MAIN, 0), 17, 'x'),
        value);
    all.add(
        store(
            "revision-put-and-deleted-at-once",
            REVISION_KEY,
            small().put("a", "1").record(RevisionKey.tombstone(4, 0), sound())));
    key("another-bucket-key-among-revisions", "alarm".getBytes(UTF_8), value);
  }

  private void values() {
    byte[] sound = sound();
    value("key-value-cut", Arrays.copyOf(sound, sound.length - 1));
    value("key-value-without-a-key", new ProtobufMessage().varint(3, MAIN).toBytes());
    value("key-value-with-a-length-past-its-end", new byte[] {0x0A, 0x7F, 'a'});
    value("key-value-with-an-endless-varint", endlessVarint());
    value("key-value-with-a-group", new byte[] {0x0B, 0x0C});
    value("key-value-with-field-zero", new byte[] {0x02, 0x00});
    value("key-value-that-is-text", "this is no protobuf message".getBytes(UTF_8));
    value(
        "key-value-of-another-revision",
        new KeyValueMessage(KEY, MAIN, MAIN + 1, 1, new byte[] {1}, 0).toBytes());
    value(
        "key-value-created-after-it-was-changed",
        new KeyValueMessage(KEY, MAIN + 1, MAIN, 1, new byte[] {1}, 0).toBytes());
    value(
        "key-value-with-version-zero",
        new KeyValueMessage(KEY, MAIN, MAIN, 0, new byte[] {1}, 0).toBytes());
    all.add(
        store(
            "tombstone-with-a-value",
            KEY_VALUE,
            small().record(RevisionKey.tombstone(MAIN, 0), sound)));
  }

  private void metaRows() {
    row("consistent-index-of-7-bytes", "consistent_index", new byte[7]);
    row("term-of-9-bytes", "term", new byte[9]);
    row("compact-revision-of-16-bytes", "scheduledCompactRev", new byte[16]);
    row("compact-revision-in-the-future", "finishedCompactRev", RevisionKey.put(1L << 40, 0));
    row("compact-revision-negative", "finishedCompactRev", RevisionKey.put(-1, 0));
    row("storage-version-garbage", "storageVersion", "three point six".getBytes(UTF_8));
    row("conf-state-garbage", "confState", "{".getBytes(UTF_8));
    all.add(store("no-meta-bucket", META_ROW, small().withoutBucket("meta")));
    all.add(store("no-key-bucket", META_ROW, small().withoutBucket("key")));
  }

  private static EtcdBuilder small() {
    return EtcdBuilder.of(EtcdVersion.V3_6).put("before", "1").put("after", "2");
  }

  private static byte[] sound() {
    return new KeyValueMessage(KEY, MAIN, MAIN, 1, "x".getBytes(UTF_8), 0).toBytes();
  }

  private static byte[] with(byte[] bytes, int index, int value) {
    byte[] changed = bytes.clone();
    changed[index] = (byte) value;
    return changed;
  }

  private static byte[] endlessVarint() {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) 0xFF);
    return bytes;
  }

  private void key(String name, byte[] key, byte[] value) {
    all.add(store(name, REVISION_KEY, small().record(key, value)));
  }

  private void value(String name, byte[] value) {
    all.add(store(name, KEY_VALUE, small().record(RevisionKey.put(MAIN, 0), value)));
  }

  private void row(String name, String key, byte[] value) {
    all.add(store(name, META_ROW, small().row("meta", key, value)));
  }

  private static Damage store(String name, BrokenRule rule, EtcdBuilder etcd) {
    return Damage.ofFile(name, rule, () -> etcd.snapshot().bytes());
  }
}
