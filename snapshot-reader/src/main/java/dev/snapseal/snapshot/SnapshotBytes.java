package dev.snapseal.snapshot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bytes of a file and the name that errors give it; the one place where numbers are read from
/// it.
///
/// Offsets are bytes from the start of the file. Numbers are little-endian, as bbolt stores them on
/// every machine Kubernetes supports but s390x. The segment belongs to whoever made it and must
/// stay open.
///
/// Numbers are read through byte buffers, not through the segment's own var handles: a run over a
/// backup ends before the latter are compiled, and interpreted they cost ten times as much.
public final class SnapshotBytes {
  /// Every window begins at a multiple of this and is nearly twice as long, so that a range of
  /// nearly a gibibyte lies wholly inside the window its offset falls into.
  private static final int WINDOW_SHIFT = 30;

  private static final long WINDOW_MASK = (1L << WINDOW_SHIFT) - 1;

  /// A little less than the JVM lets a buffer over a segment have.
  private static final long LONGEST_WINDOW = (1L << (WINDOW_SHIFT + 1)) - 64;

  private static final long LONGEST_RANGE = LONGEST_WINDOW - WINDOW_MASK;
  private static final byte[] ZEROES = new byte[1 << 12];

  private final String file;
  private final MemorySegment segment;
  private final ByteBuffer[] windows;

  public SnapshotBytes(String file, MemorySegment segment) {
    this.file = file;
    this.segment = segment.asReadOnly();
    this.windows = new ByteBuffer[(int) (segment.byteSize() >>> WINDOW_SHIFT) + 1];
    for (int i = 0; i < windows.length; i++) {
      long start = (long) i << WINDOW_SHIFT;
      long length = Math.min(LONGEST_WINDOW, segment.byteSize() - start);
      windows[i] =
          this.segment.asSlice(start, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
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
    return window(offset).get((int) (offset & WINDOW_MASK)) & 0xFF;
  }

  public int u16(long offset) {
    return window(offset).getShort((int) (offset & WINDOW_MASK)) & 0xFFFF;
  }

  public long u32(long offset) {
    return window(offset).getInt((int) (offset & WINDOW_MASK)) & 0xFFFF_FFFFL;
  }

  /// A 64-bit number; the caller treats it as unsigned.
  public long u64(long offset) {
    return window(offset).getLong((int) (offset & WINDOW_MASK));
  }

  /// A 64-bit number stored high byte first, as etcd does in keys and in bucket `meta`.
  public long bigEndian64(long offset) {
    return Long.reverseBytes(u64(offset));
  }

  public MemorySegment slice(long offset, long length) {
    return segment.asSlice(offset, length);
  }

  /// Copies bytes of the file into `target` from its index `targetOffset`.
  public void copy(long offset, byte[] target, int targetOffset, int length) {
    if (length > LONGEST_RANGE) {
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, target, targetOffset, length);
    } else if (length > 0) {
      window(offset).get((int) (offset & WINDOW_MASK), target, targetOffset, length);
    }
  }

  /// A copy of `length` bytes from `offset`.
  public byte[] copy(long offset, int length) {
    byte[] copy = new byte[length];
    copy(offset, copy, 0, length);
    return copy;
  }

  /// Compares two ranges byte-wise, unsigned, a proper prefix first: bbolt's order of keys.
  public int compare(long firstOffset, long firstLength, long secondOffset, long secondLength) {
    long common = Math.min(firstLength, secondLength);
    long position = 0;
    while (common - position >= Long.BYTES
        && u64(firstOffset + position) == u64(secondOffset + position)) {
      position += Long.BYTES;
    }
    while (position < common) {
      int difference = u8(firstOffset + position) - u8(secondOffset + position);
      if (difference != 0) {
        return difference;
      }
      position++;
    }
    return Long.compare(firstLength, secondLength);
  }

  public boolean matches(long offset, long length, byte[] expected) {
    if (length != expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (u8(offset + i) != (expected[i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  private ByteBuffer window(long offset) {
    return windows[(int) (offset >>> WINDOW_SHIFT)];
  }

  /// Whether all bytes from `offset` to `end` are zero.
  public boolean isZero(long offset, long end) {
    byte[] part = new byte[(int) Math.min(ZEROES.length, end - offset)];
    for (long position = offset; position < end; position += part.length) {
      int length = (int) Math.min(part.length, end - position);
      copy(position, part, 0, length);
      if (!Arrays.equals(part, 0, length, ZEROES, 0, length)) {
        return false;
      }
    }
    return true;
  }

  /// Offset of the first byte that is not zero, `end` if there is none.
  public long firstNonZero(long offset, long end) {
    if (isZero(offset, end)) {
      return end;
    }
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
