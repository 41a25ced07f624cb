package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.function.LongPredicate;

/// The revisions of a salvaged file.
///
/// @param written number of records
/// @param first lowest main revision, 0 if there is none
/// @param last highest
/// @param compacted the revision that the file is compacted to: what bucket `meta` says, or, where
///   that is lost, the first from which on no revision is missing; 0 if it is 1 or 2
/// @param compactionIsKnown whether bucket `meta` says it
public record Revisions(
    long written, long first, long last, long compacted, boolean compactionIsKnown) {
  static final Revisions NONE = new Revisions(0, 0, 0, 0, false);

  /// A store begins at revision 1, and its first record has 2.
  private static final long FIRST_OF_STORE = 2;

  /// Goes through all records of the new file and notes which revisions are missing between them:
  /// every change has its main revision, and in it subs from 0.
  ///
  /// @param isWritten whether an element is a record of the new file
  /// @param compacted what bucket `meta` says, 0 if nothing
  static Revisions of(
      SnapshotBytes bytes,
      FoundElements found,
      LongPredicate isWritten,
      long compacted,
      Losses losses) {
    Sweep sweep = new Sweep(compacted, losses);
    for (long place = 0; place < found.size(); place++) {
      long element = found.sorted(place);
      if (isWritten.test(element)) {
        long offset = found.keyOffset(element);
        sweep.add(
            bytes.bigEndian64(offset),
            bytes.bigEndian64(offset + 9),
            found.valueLength(element) == 0);
      }
    }
    long complete = sweep.completeFrom > FIRST_OF_STORE ? sweep.completeFrom : 0;
    return new Revisions(
        sweep.written,
        sweep.first,
        sweep.main,
        compacted > 0 ? compacted : complete,
        compacted > 0);
  }

  private static final class Sweep {
    private final long compacted;
    private final Losses losses;
    private long written;
    private long first;
    private long main;
    private long sub;
    private long completeFrom;

    Sweep(long compacted, Losses losses) {
      this.compacted = compacted;
      this.losses = losses;
    }

    /// @param isEmpty whether it is what a restore leaves that raises the revision: those before it
    ///   never were
    void add(long nextMain, long nextSub, boolean isEmpty) {
      if (written == 0) {
        first = nextMain;
        completeFrom = nextMain;
      }
      written++;
      long expected = Math.max(main, compacted) + 1;
      boolean isFirst = written == 1 && compacted == 0;
      if (nextMain > expected && !isFirst && !isEmpty) {
        missing(expected, nextMain - 1, nextMain);
      }
      long expectedSub = nextMain == main ? sub + 1 : 0;
      if (nextSub != expectedSub && nextMain > compacted) {
        missing(nextMain, nextMain, nextMain + 1);
      }
      main = nextMain;
      sub = nextSub;
    }

    private void missing(long from, long to, long nextComplete) {
      losses.gap(from, to);
      completeFrom = nextComplete;
    }
  }
}
