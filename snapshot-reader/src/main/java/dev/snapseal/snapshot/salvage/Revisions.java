package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.OptionalLong;
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
  /// @param known what bucket `meta` says, 0 if the store was never compacted; empty if that is
  ///   lost: then nothing can be said of revisions that are not there
  static Revisions of(
      SnapshotBytes bytes,
      FoundElements found,
      LongPredicate isWritten,
      OptionalLong known,
      Losses losses) {
    Sweep sweep = new Sweep(known, losses);
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
    long compacted = known.orElse(complete);
    return new Revisions(sweep.written, sweep.first, sweep.main, compacted, known.isPresent());
  }

  private static final class Sweep {
    private final OptionalLong known;
    private final Losses losses;
    private long written;
    private long first;
    private long main;
    private long sub;
    private long completeFrom;

    Sweep(OptionalLong known, Losses losses) {
      this.known = known;
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
      long compacted = Math.max(known.orElse(0), FIRST_OF_STORE - 1);
      long expected = Math.max(main, compacted) + 1;
      if (nextMain > expected && !isEmpty) {
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
      if (known.isPresent()) {
        losses.gap(from, to);
      }
      completeFrom = nextComplete;
    }
  }
}
