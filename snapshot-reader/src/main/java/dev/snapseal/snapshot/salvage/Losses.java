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
  private final List<MendedCount> mended = new ArrayList<>();
  private final List<RenamedBucket> renamed = new ArrayList<>();
  private long mendedCount;
  private long pageCount;
  private long recordCount;
  private long missingRevisions;
  private long conflictCount;
  private long unreadableElements;
  private boolean lastCommitMayBeLost;

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

  /// A node whose header has a wrong number of elements; where its first key stands tells the right
  /// one, and nothing is lost.
  ///
  /// @param pageId where the node is; of an inline bucket, the page of the root
  /// @param bucket whose node it is; empty for the root's own
  /// @param said by the header
  /// @param count how many there are
  public record MendedCount(long pageId, Optional<EtcdBucket> bucket, int said, int count) {}

  /// A bucket with one wrong bit in its name, or in the flags that say that it is one.
  ///
  /// @param pageId where the name stands
  /// @param bucket what it was taken for
  /// @param nameOffset file offset of the name as it is
  public record RenamedBucket(long pageId, EtcdBucket bucket, long nameOffset, int nameLength) {}

  void mended(MendedCount count) {
    mendedCount++;
    keep(mended, count);
  }

  void renamed(RenamedBucket bucket) {
    renamed.add(bucket);
  }

  void lastCommit() {
    lastCommitMayBeLost = true;
  }

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

  public List<MendedCount> mended() {
    return List.copyOf(mended);
  }

  public long mendedCount() {
    return mendedCount;
  }

  /// At most one for each of etcd's buckets.
  public List<RenamedBucket> renamed() {
    return List.copyOf(renamed);
  }

  /// Whether there may have been a newer tree, one commit on: a meta page is broken, or records
  /// were found that come behind the last one of the tree.
  public boolean lastCommitMayBeLost() {
    return lastCommitMayBeLost;
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

  /// Elements of pages that a tree leads to whose key cannot be read, or is none that etcd writes.
  /// Records with an impossible sub are among these, and are kept: their values are what they were.
  public long unreadableElements() {
    return unreadableElements;
  }
}
