package dev.snapseal.snapshot.internal;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.snapshot.page.PageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The two meta pages of a file, what is wrong with them, and which of them counts.
///
/// @param metas the valid ones, the current one first
/// @param faults what makes the others invalid
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/db.go">bbolt db.go, meta and
///   getPageSize</a>
public record MetaPages(List<MetaPage> metas, List<CorruptSnapshotException> faults) {

  /// Finds and reads both meta pages, also when the first one, which says how large a page is, is
  /// damaged.
  ///
  /// @throws CorruptSnapshotException the fault of page 0 if neither is valid
  public static MetaPages read(SnapshotBytes bytes) throws CorruptSnapshotException {
    List<CorruptSnapshotException> faults = new ArrayList<>();
    Optional<MetaPage> first = readOrNote(bytes, 0, 0, faults);
    Optional<MetaPage> second =
        first.isPresent()
            ? readOrNote(bytes, 1, first.get().pageSize(), faults)
            : searchSecond(bytes, faults);
    if (first.isEmpty() && second.isEmpty()) {
      throw faults.getFirst();
    }
    return new MetaPages(inOrder(first, second), List.copyOf(faults));
  }

  /// What is wrong with the meta pages of a file that has pages of this size.
  public static List<CorruptSnapshotException> faults(SnapshotBytes bytes, int pageSize) {
    List<CorruptSnapshotException> faults = new ArrayList<>();
    readOrNote(bytes, 0, 0, faults);
    readOrNote(bytes, 1, pageSize, faults);
    return List.copyOf(faults);
  }

  /// The meta page bbolt works with.
  public MetaPage current() {
    return metas.getFirst();
  }

  /// The higher transaction wins, page 0 when both are equal; a snapshot's page 0 is always the
  /// higher.
  private static List<MetaPage> inOrder(Optional<MetaPage> first, Optional<MetaPage> second) {
    List<MetaPage> valid = new ArrayList<>();
    first.ifPresent(valid::add);
    second.ifPresent(valid::add);
    valid.sort((a, b) -> Long.compareUnsigned(b.txid(), a.txid()));
    return List.copyOf(valid);
  }

  private static Optional<MetaPage> readOrNote(
      SnapshotBytes bytes, long pageId, long offset, List<CorruptSnapshotException> faults) {
    try {
      MetaPage meta = MetaDecoder.read(bytes, pageId, offset);
      if (pageId == 1 && meta.pageSize() != offset) {
        throw bytes.corrupt(
            1,
            offset + 24,
            StructureRule.META_PAGE_SIZE,
            "meta page gives a page size of " + meta.pageSize() + " but lies at byte " + offset);
      }
      return Optional.of(meta);
    } catch (CorruptSnapshotException fault) {
      faults.add(fault);
      return Optional.empty();
    }
  }

  /// bbolt's own search knows powers of two only; what the damaged page 0 claims is tried as well.
  private static Optional<MetaPage> searchSecond(
      SnapshotBytes bytes, List<CorruptSnapshotException> faults) {
    List<CorruptSnapshotException> attempts = new ArrayList<>();
    for (long offset = PageLimits.MIN_PAGE_SIZE; offset <= PageLimits.MAX_PAGE_SIZE; offset <<= 1) {
      Optional<MetaPage> meta = readOrNote(bytes, 1, offset, attempts);
      if (meta.isPresent()) {
        return meta;
      }
    }
    long claimed = bytes.length() >= MetaPage.USED_BYTES ? bytes.u32(24) : 0;
    if (claimed >= PageLimits.MIN_PAGE_SIZE && claimed <= PageLimits.MAX_PAGE_SIZE) {
      return readOrNote(bytes, 1, claimed, faults);
    }
    return Optional.empty();
  }
}
