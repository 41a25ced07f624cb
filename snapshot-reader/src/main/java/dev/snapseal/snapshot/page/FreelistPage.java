package dev.snapseal.snapshot.page;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;

/// Ids of the pages that no tree uses.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/freelist/shared.go">bbolt
///   freelist/shared.go</a>
public final class FreelistPage extends Page {
  private static final int COUNT_IS_IN_FIRST_ENTRY = 0xFFFF;

  private final long firstId;
  private final long count;

  /// A freelist that fills `offset` to `end`.
  ///
  /// @throws CorruptSnapshotException if it counts more ids than fit
  public FreelistPage(SnapshotBytes bytes, PageHeader header, long offset, long end)
      throws CorruptSnapshotException {
    super(bytes, header.id(), header, offset, end);
    boolean large = header.count() == COUNT_IS_IN_FIRST_ENTRY;
    this.firstId = offset + PageHeader.SIZE + (large ? Long.BYTES : 0);
    this.count = large ? bytes.u64(offset + PageHeader.SIZE) : header.count();
    if (Long.compareUnsigned(count, (end - firstId) / Long.BYTES) > 0) {
      throw bytes.corrupt(
          pageId,
          offset + COUNT_OFFSET,
          StructureRule.FREELIST_COUNT,
          "freelist counts %s ids, more than fit its %d bytes"
              .formatted(Long.toUnsignedString(count), end - offset));
    }
  }

  /// Number of free page ids.
  public long idCount() {
    return count;
  }

  /// Free page id number `index`, not yet checked against the high-water mark.
  public long id(long index) {
    return bytes.u64(idOffset(index));
  }

  /// File offset of id number `index`.
  public long idOffset(long index) {
    return firstId + java.util.Objects.checkIndex(index, count) * Long.BYTES;
  }

  /// First byte behind the last id.
  public long usedEnd() {
    return firstId + count * Long.BYTES;
  }
}
