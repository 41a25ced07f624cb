package dev.snapseal.snapshot.internal;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageLimits;

/// Reads one meta page and tells which rule it breaks.
///
/// The order of the tests is bbolt's: magic, version, checksum.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/meta.go">bbolt
///   meta.go, Validate</a>
public final class MetaDecoder {
  static final long MAGIC = 0xED0CDAEDL;
  private static final long MAGIC_BYTES_SWAPPED = 0xEDDA0CEDL;
  private static final long VERSION = 2;
  private static final int CHECKSUMMED_BYTES = 56;

  private MetaDecoder() {}

  /// The meta page that begins at byte `offset`.
  ///
  /// @throws CorruptSnapshotException if there is none that bbolt would accept
  public static MetaPage read(SnapshotBytes bytes, long pageId, long offset)
      throws CorruptSnapshotException {
    if (offset > bytes.length() - MetaPage.USED_BYTES) {
      throw bytes.corrupt(
          StructureRule.FILE_TRUNCATED,
          "meta page "
              + pageId
              + " would end at byte "
              + (offset + MetaPage.USED_BYTES)
              + " of "
              + bytes.length());
    }
    long struct = offset + PageHeader.SIZE;
    checkMagic(bytes, pageId, struct);
    long version = bytes.u32(struct + 4);
    if (version != VERSION) {
      throw bytes.corrupt(
          pageId,
          struct + 4,
          StructureRule.META_VERSION,
          "meta page has bbolt version " + version + ", only 2 is known");
    }
    checkChecksum(bytes, pageId, struct);
    long pageSize = bytes.u32(struct + 8);
    if (pageSize < PageLimits.MIN_PAGE_SIZE || pageSize > PageLimits.MAX_PAGE_SIZE) {
      throw bytes.corrupt(
          pageId,
          struct + 8,
          StructureRule.META_PAGE_SIZE,
          "meta page gives a page size of " + pageSize + ", supported are 512 to 65536");
    }
    return new MetaPage(
        pageId,
        (int) pageSize,
        bytes.u64(struct + 16),
        bytes.u64(struct + 24),
        bytes.u64(struct + 32),
        bytes.u64(struct + 40),
        bytes.u64(struct + 48));
  }

  private static void checkMagic(SnapshotBytes bytes, long pageId, long struct)
      throws CorruptSnapshotException {
    long magic = bytes.u32(struct);
    if (magic == MAGIC_BYTES_SWAPPED) {
      throw bytes.corrupt(
          pageId,
          struct,
          StructureRule.BIG_ENDIAN,
          "written by bbolt on a big-endian machine (s390x, ppc64), which is not supported");
    }
    if (magic != MAGIC) {
      throw bytes.corrupt(
          pageId,
          struct,
          StructureRule.META_MAGIC,
          "meta page lacks bbolt's magic number (found 0x" + Long.toHexString(magic) + ")");
    }
  }

  private static void checkChecksum(SnapshotBytes bytes, long pageId, long struct)
      throws CorruptSnapshotException {
    long stored = bytes.u64(struct + CHECKSUMMED_BYTES);
    long computed = Fnv1a64.of(bytes, struct, CHECKSUMMED_BYTES);
    if (stored != computed) {
      String hint = stored == 0 ? "; a checksum of 0 passed in bbolt 1.3.6 and earlier" : "";
      throw bytes.corrupt(
          pageId,
          struct + CHECKSUMMED_BYTES,
          StructureRule.META_CHECKSUM,
          "meta page has checksum %016x, its fields give %016x%s"
              .formatted(stored, computed, hint));
    }
  }
}
