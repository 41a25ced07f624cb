package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.MarkRows.Place;
import java.util.Arrays;
import java.util.Optional;

/// Compares histories by the first and the last records of the one that ends earlier: those at its
/// end are the first that a cluster writes otherwise that was restored from a backup before, and
/// those at its beginning outlive compactions.
///
/// A record has the same key, and the same value unless it was encrypted anew. A store has every
/// revision behind the one that it was compacted at. Belongs to one thread.
final class MarkedHistories implements Histories, AutoCloseable {
  /// First records and last revisions of a store that are marked.
  static final int MARKED = 32;

  /// Rows looked at of one store: a revision has many records where a transaction wrote them.
  private static final int MAX_MARKS = 1000;

  private final IndexStore store;
  private final RowCursor marks;
  private final RowCursor records;

  MarkedHistories(IndexStore store) {
    this.store = store;
    this.marks = store.markCursor();
    this.records = store.recordCursor();
  }

  @Override
  public Comparison compare(Evidence one, Evidence other) throws CaseException {
    boolean isOneFirst = one.lastRevision() <= other.lastRevision();
    Evidence earlier = isOneFirst ? one : other;
    Evidence later = isOneFirst ? other : one;
    Comparison all = Comparison.NONE;
    boolean more = marks.seek(MarkRows.start(earlier.rowSet()));
    for (int looked = 0; more && looked < MAX_MARKS; looked++) {
      Place place = store.parse(marks, (key, _) -> MarkRows.place(key));
      if (place.rowSet() != earlier.rowSet()) {
        break;
      }
      all = all.plus(compare(marks.value(), place, later));
      more = marks.next();
    }
    return all;
  }

  private Comparison compare(byte[] etcdKey, Place place, Evidence later) throws CaseException {
    Optional<Sighting> own = Optional.empty();
    Optional<Sighting> others = Optional.empty();
    byte[] start = SightingRows.start(etcdKey, place.main(), place.sub());
    for (boolean more = records.seek(start); more && isBehind(start); more = records.next()) {
      Sighting row = store.parse(records, SightingRows::read);
      if (row.scope().isInStore() && row.evidence() == place.rowSet()) {
        own = Optional.of(row);
      } else if (row.scope().isInStore() && row.evidence() == later.rowSet()) {
        others = Optional.of(row);
      }
    }
    if (own.isEmpty()) {
      return Comparison.NONE;
    }
    if (others.isEmpty()) {
      return new Comparison(0, isToBeIn(later, place.main()) ? 1 : 0);
    }
    return compare(own.get(), others.get());
  }

  private boolean isBehind(byte[] start) {
    byte[] key = records.key();
    return key.length > start.length && Arrays.equals(key, 0, start.length, start, 0, start.length);
  }

  private static Comparison compare(Sighting one, Sighting other) {
    boolean isSameRecord =
        one.version() == other.version()
            && one.createRevision() == other.createRevision()
            && one.isTombstone() == other.isTombstone();
    boolean areRead = one.plaintext().isPresent() && other.plaintext().isPresent();
    boolean isSameValue =
        one.stored().equals(other.stored())
            || (areRead && one.plaintext().equals(other.plaintext()));
    if (!isSameRecord || (areRead && !isSameValue)) {
      return new Comparison(0, 1);
    }
    return new Comparison(isSameValue && !one.isTombstone() ? 1 : 0, 0);
  }

  /// Whether a store has all records of a revision; what of it could not be read may have them.
  private static boolean isToBeIn(Evidence later, long main) {
    Evidence.Gaps gaps = later.gaps();
    return main > later.compactRevision().orElse(0)
        && gaps.unreadParts() == 0
        && gaps.malformedRecords() == 0
        && gaps.longKeys() == 0;
  }

  @Override
  public void close() {
    marks.close();
    records.close();
  }
}
