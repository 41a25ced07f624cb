package dev.snapseal.tools.input;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The page size and high-water mark of a bbolt file, peeked from its meta pages: enough to know
/// how long it is. Whether the file is sound is the snapshot reader's business.
///
/// @param pageSize 512 to 16,777,216 bytes
/// @param highWaterMark first page id never handed out; `pageSize * highWaterMark` fits a `long`
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.4.0/internal/common/meta.go">bbolt
///   meta.go</a>
record BboltGeometry(int pageSize, long highWaterMark) {
  /// Bytes of a page up to the end of its meta structure: 16 of page header, 64 of meta.
  static final int META_END = 80;

  /// The largest page that bbolt's own search for a second meta page finds (`db.go`, `1024 << 14`).
  static final int LARGEST_PAGE = 1024 << 14;

  /// SHA-256 that etcd appends to a snapshot (`etcdutl/snapshot/v3_snapshot.go`).
  private static final int TRAILER_BYTES = 32;

  private static final int LEAST_PAGE = 512;
  private static final int METAS = 2;

  /// Pages behind the meta pages: some may be the rest of a longer one, or never written.
  private static final int LOOKED_AT = 6;

  private static final int LEAST_FOUND = 2;

  private static final int BRANCH = 0x01;
  private static final int LEAF = 0x02;
  private static final int FREELIST = 0x10;

  private static final int MAGIC = 0xED0CDAED;
  private static final int VERSION = 2;

  /// The first page of a file is a valid meta page.
  static boolean startsWithMeta(MemorySegment head) {
    return Meta.at(head, 0).isPresent();
  }

  /// The first bytes of a file say bbolt, valid or not, written on a little-endian machine.
  static boolean hasMagic(MemorySegment head) {
    return head.byteSize() >= 20 && magic(head) == MAGIC;
  }

  /// The first bytes of a file say bbolt, written on a big-endian machine.
  static boolean hasBigEndianMagic(MemorySegment head) {
    return head.byteSize() >= 20 && magic(head) == Integer.reverseBytes(MAGIC);
  }

  /// Behind where the meta pages are, pages are in their places: of some size that a page may have,
  /// two or more begin with the header of a page of their number.
  static boolean hasPages(MemorySegment head) {
    for (int size = LEAST_PAGE; size <= head.byteSize() / (METAS + LEAST_FOUND); size <<= 1) {
      long end = Math.min(METAS + LOOKED_AT, head.byteSize() / size);
      int found = 0;
      for (int page = METAS; page < end; page++) {
        found += isPage(head, (long) page * size, page) ? 1 : 0;
      }
      if (found >= LEAST_FOUND) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPage(MemorySegment head, long offset, int number) {
    ByteBuffer header = head.asSlice(offset, 16).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int flags = header.getShort(8);
    return header.getLong(0) == number
        && (flags == BRANCH || flags == LEAF || flags == FREELIST)
        && header.getInt(12) >= 0;
  }

  private static int magic(MemorySegment head) {
    return head.asSlice(16, 4).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /// From the current one of the valid meta pages in the first bytes of a file; empty when there is
  /// none. The second meta page is found, like bbolt does, also when the first is damaged.
  static Optional<BboltGeometry> peek(MemorySegment head) {
    Optional<Meta> first = Meta.at(head, 0);
    if (first.isPresent()) {
      Meta meta0 = first.get();
      Meta current = Meta.at(head, meta0.pageSize()).filter(meta0::isOlderThan).orElse(meta0);
      return Optional.of(new BboltGeometry(current.pageSize(), current.highWaterMark()));
    }
    for (int offset = 1024; offset <= LARGEST_PAGE; offset <<= 1) {
      Optional<Meta> second = Meta.at(head, offset);
      if (second.isPresent() && second.get().pageSize() == offset) {
        return second.map(meta -> new BboltGeometry(meta.pageSize(), meta.highWaterMark()));
      }
    }
    return Optional.empty();
  }

  /// Bytes of all pages, without etcd's trailer.
  long imageBytes() {
    return pageSize * highWaterMark;
  }

  /// Bytes of the file that `etcdctl snapshot save` writes.
  long snapshotBytes() {
    return Math.addExact(imageBytes(), TRAILER_BYTES);
  }

  /// A file of this length is a snapshot, with or without its trailer; a copy of a live file has
  /// room to grow behind its last page.
  boolean isSnapshotOf(long lengthBytes) {
    return lengthBytes == imageBytes() || lengthBytes == snapshotBytes();
  }

  private record Meta(int pageSize, long highWaterMark, long txid) {
    static Optional<Meta> at(MemorySegment head, long offset) {
      if (offset > head.byteSize() - META_END) {
        return Optional.empty();
      }
      // A buffer: a segment's first access is linked by generating classes, at every start.
      ByteBuffer page =
          head.asSlice(offset, META_END).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      boolean valid =
          page.getInt(16) == MAGIC
              && page.getInt(20) == VERSION
              && page.getLong(72) == fnv1a64(page.slice(16, 56));
      Meta meta = new Meta(page.getInt(24), page.getLong(56), page.getLong(64));
      return valid && meta.isPlausible() ? Optional.of(meta) : Optional.empty();
    }

    private boolean isPlausible() {
      return pageSize >= 512
          && pageSize <= LARGEST_PAGE
          && highWaterMark >= 2
          && highWaterMark <= (Long.MAX_VALUE - TRAILER_BYTES) / pageSize;
    }

    boolean isOlderThan(Meta other) {
      return Long.compareUnsigned(txid, other.txid) < 0;
    }

    /// The checksum of a meta page (bbolt `meta.go`, `Sum64`).
    private static long fnv1a64(ByteBuffer bytes) {
      long hash = 0xCBF29CE484222325L;
      while (bytes.hasRemaining()) {
        hash ^= bytes.get() & 0xFF;
        hash *= 0x100000001B3L;
      }
      return hash;
    }
  }
}
