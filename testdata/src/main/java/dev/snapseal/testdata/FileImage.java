package dev.snapseal.testdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bytes under the knife, with the page size and byte order that their first meta page states.
final class FileImage {
  private final int pageSize;
  private ByteBuffer bytes;

  FileImage(byte[] file) {
    bytes = ByteBuffer.wrap(file.clone());
    bytes.order(orderOf(bytes));
    pageSize = bytes.getInt(BoltLayout.META_PAGE_SIZE);
    if (bytes.getInt(BoltLayout.META_MAGIC) != BoltLayout.MAGIC || pageSize < 80) {
      throw new IllegalArgumentException(
          "page 0 is not a meta page: only a sound file is operated");
    }
  }

  private static ByteOrder orderOf(ByteBuffer file) {
    return file.get(BoltLayout.META_MAGIC + 1) == (byte) 0xDA
        ? ByteOrder.LITTLE_ENDIAN
        : ByteOrder.BIG_ENDIAN;
  }

  int pageSize() {
    return pageSize;
  }

  ByteBuffer buffer() {
    return bytes;
  }

  int length() {
    return bytes.capacity();
  }

  /// Offset in the file of a page's first byte.
  int start(long page) {
    long start = page * pageSize;
    if (page < 0 || start + pageSize > length()) {
      throw new IllegalArgumentException("page %d is not in the file".formatted(page));
    }
    return (int) start;
  }

  byte[] copy() {
    return bytes.array().clone();
  }

  /// Cuts the file, or lengthens it with zeroes.
  void resize(int length) {
    ByteOrder order = bytes.order();
    bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), length)).order(order);
  }
}
