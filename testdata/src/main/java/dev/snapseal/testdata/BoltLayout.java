package dev.snapseal.testdata;

import java.nio.ByteBuffer;

/// The bbolt file format, version 2, in numbers: offsets in bytes, from the start of a page unless
/// said otherwise.
///
/// Source: bbolt v1.5.0, internal/common/page.go, meta.go, bucket.go, inode.go.
final class BoltLayout {
  static final int FLAG_BRANCH = 0x01;
  static final int FLAG_LEAF = 0x02;
  static final int FLAG_META = 0x04;
  static final int FLAG_FREELIST = 0x10;

  static final int PAGE_ID = 0;
  static final int PAGE_FLAGS = 8;
  static final int PAGE_COUNT = 10;
  static final int PAGE_OVERFLOW = 12;
  static final int PAGE_HEADER_BYTES = 16;

  static final int META_MAGIC = 16;
  static final int META_VERSION = 20;
  static final int META_PAGE_SIZE = 24;
  static final int META_FLAGS = 28;
  static final int META_ROOT = 32;
  static final int META_SEQUENCE = 40;
  static final int META_FREELIST = 48;
  static final int META_HIGH_WATER_MARK = 56;
  static final int META_TXID = 64;
  static final int META_CHECKSUM = 72;
  static final int META_END = 80;

  static final int MAGIC = 0xED0CDAED;
  static final int VERSION = 2;
  static final long NO_FREELIST = -1L;

  static final int ELEMENT_BYTES = 16;
  static final int ELEMENT_IS_BUCKET = 0x01;
  static final int BUCKET_HEADER_BYTES = 16;

  /// `count` of a freelist page whose first entry holds the real count.
  static final int COUNT_IN_FIRST_ENTRY = 0xFFFF;

  private static final long FNV_START = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private BoltLayout() {}

  /// FNV-1a, 64 bit, over the meta's bytes before its checksum, as they are stored.
  ///
  /// @param page holds the meta page
  /// @param start where that page starts in `page`
  static long metaChecksum(ByteBuffer page, int start) {
    long hash = FNV_START;
    for (int at = start + META_MAGIC; at < start + META_CHECKSUM; at++) {
      hash = (hash ^ (page.get(at) & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }
}
