package dev.snapseal.snapshot.layout;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A list of numbers kept outside the heap, since a plan has some for each element of a file.
///
/// One thread may append; afterwards several may read, and write different places.
public final class LongTable implements AutoCloseable {
  private static final int CHUNK_SHIFT = 14;
  private static final int CHUNK_LONGS = 1 << CHUNK_SHIFT;

  private final Arena arena = Arena.ofShared();
  private final List<LongBuffer> chunks = new ArrayList<>();
  private long size;

  public void add(long number) {
    if (size == (long) chunks.size() << CHUNK_SHIFT) {
      chunks.add(newChunk());
    }
    size++;
    put(size - 1, number);
  }

  /// Appends zeroes up to a size.
  public void resize(long newSize) {
    while ((long) chunks.size() << CHUNK_SHIFT < newSize) {
      chunks.add(newChunk());
    }
    size = Math.max(size, newSize);
  }

  /// The number at a place.
  ///
  /// @throws IndexOutOfBoundsException if `index` is not 0 to `size() - 1`
  public long get(long index) {
    return chunk(index).get((int) index & (CHUNK_LONGS - 1));
  }

  /// Replaces the number at a place.
  ///
  /// @throws IndexOutOfBoundsException if `index` is not 0 to `size() - 1`
  public void put(long index, long number) {
    chunk(index).put((int) index & (CHUNK_LONGS - 1), number);
  }

  public long size() {
    return size;
  }

  /// The last place from `from` on, and before `to`, whose number is `wanted` or less, of numbers
  /// that ascend there; `from` if there is none.
  long floor(long from, long to, long wanted) {
    long low = from;
    long high = to;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (get(middle) <= wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void close() {
    arena.close();
  }

  private LongBuffer chunk(long index) {
    Objects.checkIndex(index, size);
    return chunks.get((int) (index >>> CHUNK_SHIFT));
  }

  private LongBuffer newChunk() {
    return arena
        .allocate((long) CHUNK_LONGS * Long.BYTES, Long.BYTES)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }
}
