package dev.snapseal.snapshot.internal;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.zip.CRC32C;

/// A CRC-32C over ranges of a file; ranges that lie side by side are fed as one.
///
/// The bytes are copied first: the JVM survives a file that shrinks under a mapping only while it
/// copies.
public final class ChecksumRun {
  private static final int BUFFER_BYTES = 1 << 16;

  private final SnapshotBytes bytes;
  private final CRC32C crc = new CRC32C();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long length;
  private long runStart;
  private long runEnd;

  public ChecksumRun(SnapshotBytes bytes) {
    this.bytes = bytes;
  }

  /// Adds `length` bytes of the file from `offset`.
  public void update(long offset, long length) {
    if (offset != runEnd) {
      flush();
      runStart = offset;
    }
    runEnd = offset + length;
    if (runEnd - runStart >= BUFFER_BYTES) {
      flush();
    }
  }

  /// Adds bytes that are not the file's.
  public void update(byte[] other) {
    flush();
    crc.update(other, 0, other.length);
    length += other.length;
  }

  /// The checksum of all so far.
  public Crc32c value() {
    flush();
    return new Crc32c(crc.getValue(), length);
  }

  /// The checksum of all so far; what is added from now on belongs to another.
  public Crc32c take() {
    Crc32c taken = value();
    crc.reset();
    length = 0;
    return taken;
  }

  private void flush() {
    while (runStart < runEnd) {
      int part = (int) Math.min(BUFFER_BYTES, runEnd - runStart);
      bytes.copy(runStart, buffer, 0, part);
      crc.update(buffer, 0, part);
      length += part;
      runStart += part;
    }
  }
}
