package dev.snapseal.testdata;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// One page under the surgeon's knife.
public final class PageOnTable {
  private final PageSurgeon surgeon;
  private final FileImage file;
  private final long page;
  private final int start;

  PageOnTable(PageSurgeon surgeon, FileImage file, long page) {
    this.surgeon = surgeon;
    this.file = file;
    this.page = page;
    this.start = file.start(page);
  }

  /// Elements, as the header states them now.
  public int count() {
    return Short.toUnsignedInt(file.buffer().getShort(start + BoltLayout.PAGE_COUNT));
  }

  /// Flags, as the header states them now.
  public int flags() {
    return Short.toUnsignedInt(file.buffer().getShort(start + BoltLayout.PAGE_FLAGS));
  }

  /// Overflow pages, as the header states them now.
  public int overflow() {
    return file.buffer().getInt(start + BoltLayout.PAGE_OVERFLOW);
  }

  /// Offset of the page in the file.
  public int fileOffset() {
    return start;
  }

  /// Sets the page's own number.
  public PageSurgeon id(long id) {
    file.buffer().putLong(start + BoltLayout.PAGE_ID, id);
    return surgeon;
  }

  /// Sets the flags; the low 16 bits count.
  public PageSurgeon flags(int flags) {
    file.buffer().putShort(start + BoltLayout.PAGE_FLAGS, (short) flags);
    return surgeon;
  }

  /// Sets the number of elements; the low 16 bits count.
  public PageSurgeon count(int count) {
    file.buffer().putShort(start + BoltLayout.PAGE_COUNT, (short) count);
    return surgeon;
  }

  /// Sets the number of overflow pages; 32 bits.
  public PageSurgeon overflow(long overflow) {
    file.buffer().putInt(start + BoltLayout.PAGE_OVERFLOW, (int) overflow);
    return surgeon;
  }

  /// Makes the page zeroes, header included.
  public PageSurgeon zero() {
    file.buffer().put(start, new byte[file.pageSize()]);
    return surgeon;
  }

  /// Puts a copy of this page over another one, header included.
  public PageSurgeon copyOver(long target) {
    file.buffer().put(file.start(target), image(start));
    return surgeon;
  }

  /// Lets this page and another one change places, headers included.
  public PageSurgeon swapWith(long other) {
    byte[] mine = image(start);
    file.buffer().put(start, image(file.start(other)));
    file.buffer().put(file.start(other), mine);
    return surgeon;
  }

  /// Lets two elements change places while their keys and values stay where they are: the order is
  /// broken, nothing else.
  public PageSurgeon swapElements(int i, int j) {
    ByteBuffer buffer = file.buffer();
    int posAt = flags() == BoltLayout.FLAG_LEAF ? 4 : 0;
    byte[] first = new byte[BoltLayout.ELEMENT_BYTES];
    byte[] second = new byte[BoltLayout.ELEMENT_BYTES];
    buffer.get(elementStart(i), first).get(elementStart(j), second);
    buffer.put(elementStart(j), first).put(elementStart(i), second);
    int distance = BoltLayout.ELEMENT_BYTES * (j - i);
    int posOfFirst = elementStart(j) + posAt;
    int posOfSecond = elementStart(i) + posAt;
    buffer.putInt(posOfFirst, buffer.getInt(posOfFirst) - distance);
    buffer.putInt(posOfSecond, buffer.getInt(posOfSecond) + distance);
    return surgeon;
  }

  /// Puts bytes at the very end of the page's last overflow page, which must be slack.
  public PageSurgeon plantInSlack(byte[] bytes) {
    int end = start + (overflow() + 1) * file.pageSize();
    byte[] there = new byte[bytes.length];
    file.buffer().get(end - bytes.length, there);
    if (!Arrays.equals(there, new byte[bytes.length])) {
      throw new IllegalArgumentException(
          "page %d has no %d bytes of slack".formatted(page, bytes.length));
    }
    file.buffer().put(end - bytes.length, bytes);
    return surgeon;
  }

  private byte[] image(int from) {
    byte[] copy = new byte[file.pageSize()];
    file.buffer().get(from, copy);
    return copy;
  }

  private int elementStart(int index) {
    return start + BoltLayout.PAGE_HEADER_BYTES + BoltLayout.ELEMENT_BYTES * index;
  }
}
