package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.TimeRows.RevisionTime;
import java.time.Instant;
import java.util.Optional;

/// Says when revisions were written, by what is known of their neighbours. Belongs to one thread.
final class RevisionTimes implements AutoCloseable {
  /// Neighbours of other clusters that are passed over.
  private static final int MAX_STEPS = 10_000;

  private final IndexStore store;
  private final Clusters clusters;
  private final RowCursor rows;

  RevisionTimes(IndexStore store, Clusters clusters) {
    this.store = store;
    this.clusters = clusters;
    this.rows = store.timeCursor();
  }

  /// What the object says, or what its neighbours do. When it was created says of a later revision
  /// no more than that it was not written before.
  WrittenTime of(Sighting sighting) throws CaseException {
    if (sighting.time().filter(sighting::isDatedBy).isPresent()) {
      return WrittenTime.of(sighting.time().get());
    }
    WrittenTime between = of(sighting.main(), clusters.clusterOf(sighting.evidence()));
    return sighting.time().map(time -> between.notBefore(time.time())).orElse(between);
  }

  /// What the neighbours of a revision say.
  WrittenTime of(long main, String cluster) throws CaseException {
    return main <= 0
        ? WrittenTime.UNKNOWN
        : WrittenTime.between(before(main, cluster), after(main, cluster));
  }

  private Optional<Instant> before(long main, String cluster) throws CaseException {
    boolean more = rows.seekBack(TimeRows.start(main + 1));
    for (int steps = 0; more && steps < MAX_STEPS; steps++) {
      RevisionTime row = store.parse(rows, TimeRows::read);
      if (isOf(row, cluster)) {
        return Optional.of(row.time().time());
      }
      more = rows.previous();
    }
    return Optional.empty();
  }

  private Optional<Instant> after(long main, String cluster) throws CaseException {
    boolean more = rows.seek(TimeRows.start(main));
    for (int steps = 0; more && steps < MAX_STEPS; steps++) {
      RevisionTime row = store.parse(rows, TimeRows::read);
      if (isOf(row, cluster)) {
        return Optional.of(row.time().time());
      }
      more = rows.next();
    }
    return Optional.empty();
  }

  /// The time that an evidence states last, at its newest revisions.
  Optional<Instant> lastOf(Evidence evidence) throws CaseException {
    boolean more = rows.seekBack(TimeRows.start(evidence.lastRevision() + 1));
    for (int steps = 0; more && steps < MAX_STEPS; steps++) {
      RevisionTime row = store.parse(rows, TimeRows::read);
      if (row.rowSet() == evidence.rowSet()) {
        return Optional.of(row.time().time());
      }
      more = rows.previous();
    }
    return Optional.empty();
  }

  private boolean isOf(RevisionTime row, String cluster) {
    return clusters
        .numberOf(row.rowSet())
        .map(clusters::clusterOf)
        .filter(cluster::equals)
        .isPresent();
  }

  @Override
  public void close() {
    rows.close();
  }
}
