package dev.snapseal.testdata;

/// One meta page under the surgeon's knife. Its checksum stays as it was until [#reseal()].
public final class MetaOnTable {
  private final PageSurgeon surgeon;
  private final FileImage file;
  private final int start;

  MetaOnTable(PageSurgeon surgeon, FileImage file, int index) {
    this.surgeon = surgeon;
    this.file = file;
    this.start = file.start(index);
  }

  /// Page id of the root bucket, as stated now.
  public long root() {
    return file.buffer().getLong(start + BoltLayout.META_ROOT);
  }

  /// First page id never handed out, as stated now.
  public long highWaterMark() {
    return file.buffer().getLong(start + BoltLayout.META_HIGH_WATER_MARK);
  }

  /// Transaction id, as stated now.
  public long txid() {
    return file.buffer().getLong(start + BoltLayout.META_TXID);
  }

  /// Sets the magic number.
  public MetaOnTable magic(int magic) {
    return u32(BoltLayout.META_MAGIC, magic);
  }

  /// Sets the format version.
  public MetaOnTable version(int version) {
    return u32(BoltLayout.META_VERSION, version);
  }

  /// Sets the bytes of a page.
  public MetaOnTable pageSize(int bytes) {
    return u32(BoltLayout.META_PAGE_SIZE, bytes);
  }

  /// Sets the flags field of the meta struct, not that of the page.
  public MetaOnTable flags(int flags) {
    return u32(BoltLayout.META_FLAGS, flags);
  }

  /// Sets the page id of the root bucket.
  public MetaOnTable root(long page) {
    return u64(BoltLayout.META_ROOT, page);
  }

  /// Sets the page id of the freelist; -1 for none.
  public MetaOnTable freelist(long page) {
    return u64(BoltLayout.META_FREELIST, page);
  }

  /// Sets the high-water mark.
  public MetaOnTable highWaterMark(long page) {
    return u64(BoltLayout.META_HIGH_WATER_MARK, page);
  }

  /// Sets the transaction id.
  public MetaOnTable txid(long id) {
    return u64(BoltLayout.META_TXID, id);
  }

  /// Sets the checksum itself.
  public MetaOnTable checksum(long checksum) {
    return u64(BoltLayout.META_CHECKSUM, checksum);
  }

  /// Puts bytes right behind the meta struct, where zeroes belong.
  public MetaOnTable plantInTail(byte[] bytes) {
    file.buffer().put(start + BoltLayout.META_END, bytes);
    return this;
  }

  /// Makes the checksum right again for what the meta states now.
  public PageSurgeon reseal() {
    return checksum(BoltLayout.metaChecksum(file.buffer(), start)).unsealed();
  }

  /// Leaves the checksum as it is.
  public PageSurgeon unsealed() {
    return surgeon;
  }

  private MetaOnTable u32(int field, int value) {
    file.buffer().putInt(start + field, value);
    return this;
  }

  private MetaOnTable u64(int field, long value) {
    file.buffer().putLong(start + field, value);
    return this;
  }
}
