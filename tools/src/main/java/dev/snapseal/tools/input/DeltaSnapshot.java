package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.snapshot.FileDigest;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// A delta that Gardener's etcd-backup-restore made: a JSON array of events, then its SHA-256 in 32
/// raw bytes. It holds every change since the snapshot before it, and is no store.
///
/// @param events puts and deletions
/// @param deletions those among them
/// @param isSound whether the SHA-256 is right
/// @see <a
///   href="https://github.com/gardener/etcd-backup-restore/blob/debd95bd/pkg/snapshot/snapshotter/snapshotter.go">
///   etcd-backup-restore snapshotter.go</a>
record DeltaSnapshot(long events, long deletions, boolean isSound) {
  private static final int HASH_BYTES = 32;
  private static final int CHUNK_BYTES = 256 * 1024;

  /// Base64 has no quotes, so that these stand nowhere else.
  private static final byte[] EVENT = "\"etcdEvent\":".getBytes(US_ASCII);

  private static final byte[] DELETION = "\"type\":1}".getBytes(US_ASCII);

  static DeltaSnapshot of(MemorySegment whole) {
    long length = Math.max(0, whole.byteSize() - HASH_BYTES);
    MessageDigest digest = FileDigest.newSha256();
    for (long at = 0; at < length; at += CHUNK_BYTES) {
      digest.update(chunk(whole, at, Math.min(CHUNK_BYTES, length - at)));
    }
    byte[] hash = whole.asSlice(length).toArray(ValueLayout.JAVA_BYTE);
    MemorySegment json = whole.asSlice(0, length);
    return new DeltaSnapshot(
        count(json, EVENT), count(json, DELETION), MessageDigest.isEqual(hash, digest.digest()));
  }

  /// Keys and values of all events, to be searched.
  static InputStream values(MemorySegment whole) {
    return new DeltaValues(whole.asSlice(0, Math.max(0, whole.byteSize() - HASH_BYTES)));
  }

  private static ByteBuffer chunk(MemorySegment whole, long at, long length) {
    return whole.asSlice(at, length).asByteBuffer();
  }

  private static long count(MemorySegment json, byte[] word) {
    long found = 0;
    long end = json.byteSize() - word.length;
    for (long at = 0; at <= end; at++) {
      if (json.get(ValueLayout.JAVA_BYTE, at) == word[0] && isAt(json, at, word)) {
        found++;
      }
    }
    return found;
  }

  private static boolean isAt(MemorySegment json, long at, byte[] word) {
    for (int i = 1; i < word.length; i++) {
      if (json.get(ValueLayout.JAVA_BYTE, at + i) != word[i]) {
        return false;
      }
    }
    return true;
  }

  InputException notABackup(String displayPath) {
    return isSound
        ? new InputException(
            displayPath,
            InputProblem.DELTA,
            "a delta snapshot of Gardener's, not a store: changes after a full snapshot (puts %d,"
                    .formatted(events - deletions)
                + " deletions %d), SHA-256 right".formatted(deletions))
        : new InputException(
            displayPath,
            InputProblem.DAMAGED,
            "a delta snapshot of Gardener's whose SHA-256 is not that of the bytes before it");
  }
}
