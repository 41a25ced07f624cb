package dev.snapseal.snapshot.internal;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.StructureRule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The bytes of a file and the name that errors give it; the one place where numbers are read from
/// it.
///
/// Offsets are bytes from the start of the file. Numbers are little-endian, as bbolt stores them on
/// every machine Kubernetes supports but s390x. The segment belongs to whoever made it and must
/// stay open.
public final class SnapshotBytes {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong BIG_ENDIAN_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final String file;
  private final MemorySegment segment;

  public SnapshotBytes(String file, MemorySegment segment) {
    this.file = file;
    this.segment = segment.asReadOnly();
  }

  public String file() {
    return file;
  }

  public MemorySegment segment() {
    return segment;
  }

  public long length() {
    return segment.byteSize();
  }

  public int u8(long offset) {
    return segment.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }

  public int u16(long offset) {
    return segment.get(SHORT, offset) & 0xFFFF;
  }

  public long u32(long offset) {
    return segment.get(INT, offset) & 0xFFFF_FFFFL;
  }

  /// A 64-bit number; the caller treats it as unsigned.
  public long u64(long offset) {
    return segment.get(LONG, offset);
  }

  /// A 64-bit number stored high byte first, as etcd does in keys and in bucket `meta`.
  public long bigEndian64(long offset) {
    return segment.get(BIG_ENDIAN_LONG, offset);
  }

  public MemorySegment slice(long offset, long length) {
    return segment.asSlice(offset, length);
  }

  /// Copies bytes of the file into `target` from its index `targetOffset`.
  public void copy(long offset, byte[] target, int targetOffset, int length) {
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, target, targetOffset, length);
  }

  /// Compares two ranges byte-wise, unsigned, a proper prefix first: bbolt's order of keys.
  public int compare(long firstOffset, long firstLength, long secondOffset, long secondLength) {
    long mismatch =
        MemorySegment.mismatch(
            segment,
            firstOffset,
            firstOffset + firstLength,
            segment,
            secondOffset,
            secondOffset + secondLength);
    if (mismatch < 0) {
      return 0;
    }
    if (mismatch == firstLength || mismatch == secondLength) {
      return Long.compare(firstLength, secondLength);
    }
    return Integer.compare(u8(firstOffset + mismatch), u8(secondOffset + mismatch));
  }

  public boolean matches(long offset, long length, byte[] expected) {
    return length == expected.length
        && MemorySegment.mismatch(
                segment,
                offset,
                offset + length,
                MemorySegment.ofArray(expected),
                0,
                expected.length)
            < 0;
  }

  /// Whether all bytes from `offset` to `end` are zero.
  public boolean isZero(long offset, long end) {
    return firstNonZero(offset, end) == end;
  }

  /// Offset of the first byte that is not zero, `end` if there is none.
  public long firstNonZero(long offset, long end) {
    long position = offset;
    while (end - position >= Long.BYTES) {
      if (u64(position) != 0) {
        break;
      }
      position += Long.BYTES;
    }
    while (position < end && u8(position) == 0) {
      position++;
    }
    return position;
  }

  public CorruptSnapshotException corrupt(
      long pageId, long offset, StructureRule rule, String found) {
    return new CorruptSnapshotException(file, pageId, offset, rule, found);
  }

  public CorruptSnapshotException corrupt(StructureRule rule, String found) {
    return new CorruptSnapshotException(file, rule, found);
  }
}
