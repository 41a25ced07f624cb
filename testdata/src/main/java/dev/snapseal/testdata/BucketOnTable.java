package dev.snapseal.testdata;

/// The value of a bucket element under the surgeon's knife: its header and, if it is inline, the
/// page inside.
public final class BucketOnTable {
  private static final int SEQUENCE = 8;

  private final PageSurgeon surgeon;
  private final FileImage file;
  private final int start;

  BucketOnTable(PageSurgeon surgeon, FileImage file, int start) {
    this.surgeon = surgeon;
    this.file = file;
    this.start = start;
  }

  /// Page id of the bucket's tree; 0 for an inline bucket.
  public long root() {
    return file.buffer().getLong(start);
  }

  /// Sets the page id of the bucket's tree.
  public PageSurgeon root(long page) {
    file.buffer().putLong(start, page);
    return surgeon;
  }

  /// Sets the counter.
  public PageSurgeon sequence(long value) {
    file.buffer().putLong(start + SEQUENCE, value);
    return surgeon;
  }

  /// Sets the page id in the inline page's header, where 0 belongs.
  public PageSurgeon inlineId(long id) {
    file.buffer().putLong(inline(BoltLayout.PAGE_ID), id);
    return surgeon;
  }

  /// Sets the flags in the inline page's header.
  public PageSurgeon inlineFlags(int flags) {
    file.buffer().putShort(inline(BoltLayout.PAGE_FLAGS), (short) flags);
    return surgeon;
  }

  /// Sets the number of elements in the inline page's header.
  public PageSurgeon inlineCount(int count) {
    file.buffer().putShort(inline(BoltLayout.PAGE_COUNT), (short) count);
    return surgeon;
  }

  /// Sets the overflow in the inline page's header, where 0 belongs.
  public PageSurgeon inlineOverflow(int pages) {
    file.buffer().putInt(inline(BoltLayout.PAGE_OVERFLOW), pages);
    return surgeon;
  }

  /// Sets one of the four 32-bit words of an element of the inline page: 0 flags, 1 pos, 2 ksize, 3
  /// vsize.
  public PageSurgeon inlineElementWord(int index, int word, long value) {
    int element = BoltLayout.PAGE_HEADER_BYTES + BoltLayout.ELEMENT_BYTES * index;
    file.buffer().putInt(inline(element + Integer.BYTES * word), (int) value);
    return surgeon;
  }

  private int inline(int field) {
    return start + BoltLayout.BUCKET_HEADER_BYTES + field;
  }
}
