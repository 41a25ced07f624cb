package dev.snapseal.tools.diff;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.kubernetes.KubernetesKey.OtherKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.state.LiveRecords;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// Compares the live state of two backups, or of one at two revisions, by decrypted content.
///
/// Both are read in the order of keys, side by side, in parts that all cores work on; in memory are
/// places of the records, thirty bytes a key. `compact_rev_key`, in which API servers note their
/// compactions every five minutes, is not compared.
public final class BackupDiff {
  private final LiveRecords before;
  private final LiveRecords after;

  private BackupDiff(LiveRecords before, LiveRecords after) {
    this.before = before;
    this.after = after;
  }

  /// One side of the comparison.
  ///
  /// @param revision main revision whose state counts; empty: the newest
  public record Side(BackupImage image, OptionalLong revision) {}

  /// Compares.
  ///
  /// @param ring opens the values of both; stays the caller's
  /// @param progress told the bytes worked on since it was last told, of twice both files'
  public static DiffReport run(
      Side before, Side after, Optional<KeyRing> ring, LongConsumer progress) throws IOException {
    BackgroundDigest first = BackgroundDigest.start(before.image(), progress);
    BackgroundDigest second = BackgroundDigest.start(after.image(), progress);
    try (Snapshot one = Snapshot.of(before.image().displayPath(), before.image().bytes());
        Snapshot other = Snapshot.of(after.image().displayPath(), after.image().bytes())) {
      LiveRecords oneLive = live(one, before.revision(), progress);
      LiveRecords otherLive = live(other, after.revision(), progress);
      DiffTally tally = new BackupDiff(oneLive, otherLive).compare(ring);
      return new DiffReport(
          InputFacts.of(before.image(), first.join()),
          InputFacts.of(after.image(), second.join()),
          oneLive.revision(),
          otherLive.revision(),
          tally.counts(),
          tally.added,
          tally.removed,
          tally.changed,
          tally.reencrypted(),
          tally.losses(),
          tally.undecided,
          tally.undecidedGroups(),
          tally.churn(),
          tally.lackingKey(),
          oneLive.malformed() + otherLive.malformed());
    } finally {
      first.join();
      second.join();
    }
  }

  private static LiveRecords live(Snapshot snapshot, OptionalLong revision, LongConsumer progress)
      throws IOException {
    KubernetesKeyReader keys = new KubernetesKeyReader();
    return LiveRecords.read(
        snapshot,
        revision,
        key -> keys.read(key) == OtherKey.COMPACT_REVISION ? LiveRecords.NONE : 0,
        progress);
  }

  private DiffTally compare(Optional<KeyRing> ring) throws IOException {
    List<DiffTally> tallies = new ArrayList<>();
    List<ValueWork.Task<ValueComparison>> tasks = new ArrayList<>();
    int beforeStart = 0;
    int afterStart = 0;
    for (int i = 1; i <= ValueWork.PARTS; i++) {
      boolean isLast = i == ValueWork.PARTS;
      int beforeEnd = isLast ? before.count() : (int) ((long) before.count() * i / ValueWork.PARTS);
      int afterEnd =
          isLast || beforeEnd == before.count() ? after.count() : firstFrom(before.key(beforeEnd));
      Part part = new Part(beforeStart, beforeEnd, afterStart, afterEnd, new DiffTally());
      tallies.add(part.tally());
      tasks.add(comparison -> compare(part, comparison));
      beforeStart = beforeEnd;
      afterStart = afterEnd;
    }
    ValueWork<ValueComparison> work = new ValueWork<>();
    work.offer(tasks);
    work.run(ValueWork.jobs(), () -> new ValueComparison(ring), () -> {});
    DiffTally all = new DiffTally();
    tallies.forEach(all::add);
    return all;
  }

  /// Runs of places that hold the same keys.
  private record Part(
      int beforeStart, int beforeEnd, int afterStart, int afterEnd, DiffTally tally) {}

  /// The first place of the second backup whose key is not before this one.
  private int firstFrom(MemorySegment key) {
    int low = 0;
    int high = after.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (LiveRecords.compare(after.key(middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void compare(Part part, ValueComparison comparison) {
    int one = part.beforeStart();
    int other = part.afterStart();
    while (one < part.beforeEnd() || other < part.afterEnd()) {
      int order = order(part, one, other);
      if (order < 0) {
        comparison.removed(before.get(one++), part.tally());
      } else if (order > 0) {
        comparison.added(after.get(other++), part.tally());
      } else {
        comparison.compare(before.get(one++), after.get(other++), part.tally());
      }
    }
  }

  private int order(Part part, int one, int other) {
    if (one == part.beforeEnd()) {
      return 1;
    }
    return other == part.afterEnd() ? -1 : LiveRecords.compare(before.key(one), after.key(other));
  }
}
