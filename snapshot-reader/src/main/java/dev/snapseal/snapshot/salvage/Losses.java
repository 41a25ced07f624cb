package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.kv.EtcdBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What of a file is gone, as far as can be said: the first thousand of each kind, and the number
/// of all.
public final class Losses {
  /// Of each kind; more are only counted.
  public static final int MAX_KEPT = 1000;

  private final List<LostPage> pages = new ArrayList<>();
  private final List<LostRecord> records = new ArrayList<>();
  private final List<RevisionGap> gaps = new ArrayList<>();
  private final List<RevisionConflict> conflicts = new ArrayList<>();
  private long pageCount;
  private long recordCount;
  private long missingRevisions;
  private long conflictCount;
  private long unreadableElements;

  Losses() {}

  /// A page that a tree leads to and that is not there.
  ///
  /// @param pageId as its parent has it
  /// @param bucket whose tree it is; empty for the root's own
  /// @param why what stands there instead
  public record LostPage(long pageId, Optional<EtcdBucket> bucket, PageLoss why) {}

  /// A record whose revision is known, and whose value is gone.
  ///
  /// @param isTombstone whether it deleted its key
  /// @param keyOffset file offset of the user's key
  /// @param keyLength its bytes; 0 if it cannot be read
  /// @param pageId page where its revision stands
  public record LostRecord(
      long main, long sub, boolean isTombstone, long keyOffset, int keyLength, long pageId) {}

  /// Main revisions of which no record is left, though none before the compaction.
  public record RevisionGap(long first, long last) {}

  /// A revision of which there are records that differ.
  ///
  /// @param keptOffset file offset of the one that was taken
  /// @param otherOffset file offset of another
  public record RevisionConflict(long main, long sub, long keptOffset, long otherOffset) {}

  void page(LostPage page) {
    pageCount++;
    keep(pages, page);
  }

  void record(LostRecord record) {
    recordCount++;
    keep(records, record);
  }

  void gap(long first, long last) {
    missingRevisions += last - first + 1;
    keep(gaps, new RevisionGap(first, last));
  }

  void conflict(RevisionConflict conflict) {
    conflictCount++;
    keep(conflicts, conflict);
  }

  void unreadableElement() {
    unreadableElements++;
  }

  private static <T> void keep(List<T> list, T item) {
    if (list.size() < MAX_KEPT) {
      list.add(item);
    }
  }

  public List<LostPage> pages() {
    return List.copyOf(pages);
  }

  public long pageCount() {
    return pageCount;
  }

  public List<LostRecord> records() {
    return List.copyOf(records);
  }

  public long recordCount() {
    return recordCount;
  }

  public List<RevisionGap> gaps() {
    return List.copyOf(gaps);
  }

  /// Main revisions in all gaps.
  public long missingRevisions() {
    return missingRevisions;
  }

  public List<RevisionConflict> conflicts() {
    return List.copyOf(conflicts);
  }

  public long conflictCount() {
    return conflictCount;
  }

  /// Elements of pages that a tree leads to of which not even the key can be read.
  public long unreadableElements() {
    return unreadableElements;
  }
}
