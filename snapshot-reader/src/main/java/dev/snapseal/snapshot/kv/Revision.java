package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/// When a record was written: the order of etcd's history, and the key of bucket `key`.
///
/// Stored as 8 bytes main, `_`, 8 bytes sub, both big-endian, and for a deletion one more byte `t`.
///
/// @param main the write request, 1 or more in files of etcd
/// @param sub position inside that request, from 0
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/storage/mvcc/revision.go">etcd
///   mvcc/revision.go</a>
public record Revision(long main, long sub) implements Comparable<Revision> {
  /// Bytes of the key of a put.
  public static final int KEY_LENGTH = 17;

  /// Bytes of the key of a tombstone.
  public static final int TOMBSTONE_KEY_LENGTH = 18;

  private static final int SEPARATOR = '_';
  private static final int TOMBSTONE_MARK = 't';

  /// The revision whose key lies at `offset`; empty if those bytes are no such key.
  public static Optional<Revision> fromKeyBytes(SnapshotBytes bytes, long offset, long length) {
    if (length != KEY_LENGTH && length != TOMBSTONE_KEY_LENGTH) {
      return Optional.empty();
    }
    long main = bytes.bigEndian64(offset);
    long sub = bytes.bigEndian64(offset + 9);
    if (main < 0 || sub < 0 || bytes.u8(offset + 8) != SEPARATOR) {
      return Optional.empty();
    }
    return Optional.of(new Revision(main, sub));
  }

  /// Whether the revision key at `offset` marks a deletion; an 18-byte key with another last byte
  /// does not.
  static boolean isTombstoneKey(SnapshotBytes bytes, long offset, long length) {
    return length == TOMBSTONE_KEY_LENGTH && bytes.u8(offset + KEY_LENGTH) == TOMBSTONE_MARK;
  }

  @Override
  public int compareTo(Revision other) {
    int byMain = Long.compare(main, other.main);
    return byMain != 0 ? byMain : Long.compare(sub, other.sub);
  }

  /// The key of a put at this revision.
  public byte[] toKeyBytes() {
    return ByteBuffer.allocate(KEY_LENGTH).putLong(main).put((byte) SEPARATOR).putLong(sub).array();
  }

  /// As etcd logs it, such as `539/0`.
  @Override
  public String toString() {
    return main + "/" + sub;
  }
}
