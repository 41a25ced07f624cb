package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.PageSet;
import java.util.ArrayList;
import java.util.List;

/// Gathers what a survey could not follow, and lets it go on. Belongs to one thread.
public final class UnreadPages implements PageFaults {
  /// Faults kept; more are only counted.
  public static final int MAX_KEPT = 1000;

  private final PageSet known;
  private final Snapshot snapshot;
  private final List<CorruptSnapshotException> kept = new ArrayList<>();
  private long count;

  public UnreadPages(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.known = new PageSet(snapshot.meta().highWaterMark());
  }

  @Override
  public boolean isKnown(long pageId) {
    return snapshot.pages().isTreePageId(pageId) && known.contains(pageId);
  }

  /// @throws CorruptSnapshotException if it is the root of all buckets, without which nothing is
  ///   left to follow
  @Override
  public void add(long pageId, CorruptSnapshotException fault) throws CorruptSnapshotException {
    boolean wasRead = fault.rule() == StructureRule.PAGE_MULTIPLE_REFERENCES;
    if (pageId == snapshot.meta().rootPageId() && !wasRead) {
      throw fault;
    }
    if (snapshot.pages().isTreePageId(pageId)) {
      known.add(pageId);
    }
    add(fault);
  }

  @Override
  public void add(CorruptSnapshotException fault) {
    count++;
    if (kept.size() < MAX_KEPT) {
      kept.add(fault);
    }
  }

  /// The first [#MAX_KEPT], in the order they were met.
  public List<CorruptSnapshotException> kept() {
    return List.copyOf(kept);
  }

  /// How many there are, kept or not.
  public long count() {
    return count;
  }
}
