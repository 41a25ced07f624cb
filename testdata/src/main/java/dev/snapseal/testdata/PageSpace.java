package dev.snapseal.testdata;

import java.nio.ByteOrder;
import java.util.Arrays;

/// The pages of a file that is being built: hands out ids from 2 upward and holds the bytes.
final class PageSpace {
  private static final int LARGEST_FILE_BYTES = 1 << 30;

  private final int pageSize;
  private final ByteOrder order;
  private byte[] bytes;
  private long next = 2;

  PageSpace(int pageSize, ByteOrder order) {
    this.pageSize = pageSize;
    this.order = order;
    this.bytes = new byte[16 * pageSize];
  }

  int pageSize() {
    return pageSize;
  }

  ByteOrder order() {
    return order;
  }

  /// First page id not handed out yet.
  long highWaterMark() {
    return next;
  }

  /// Hands out `count` pages in a row, zeroed.
  ///
  /// @return the id of the first
  long allocate(int count) {
    long first = next;
    next += count;
    long needed = next * pageSize;
    if (needed > LARGEST_FILE_BYTES) {
      throw new IllegalArgumentException(
          "a built file must stay below " + LARGEST_FILE_BYTES + " bytes, needs " + needed);
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_FILE_BYTES, needed * 2));
    }
    return first;
  }

  /// Gives the node as many pages as it needs and writes it there.
  ///
  /// @return its page id
  long place(Node node) {
    int pages = pagesFor(node.sizeBytes());
    long id = allocate(pages);
    write(id, node.image(id, pages - 1, order));
    return id;
  }

  int pagesFor(int sizeBytes) {
    return Math.ceilDiv(sizeBytes, pageSize);
  }

  /// Puts an image at the start of page `id`; it may run on into the pages that follow.
  void write(long id, byte[] image) {
    System.arraycopy(image, 0, bytes, Math.toIntExact(id * pageSize), image.length);
  }

  /// The file up to the high-water mark.
  byte[] image() {
    return Arrays.copyOf(bytes, Math.toIntExact(next * pageSize));
  }
}
