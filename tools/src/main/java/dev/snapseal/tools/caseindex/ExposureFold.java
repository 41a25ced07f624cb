package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.Exposure.Existence;
import dev.snapseal.tools.caseindex.Exposure.Rotation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of one key of one cluster, gathered from its sightings in the order of revisions.
final class ExposureFold {
  /// Different values of one key that are kept to compare with: no Secret is written so often.
  private static final int MAX_VALUES = 100_000;

  /// Different records of one revision that are kept: backups of one cluster differ in none.
  private static final int MAX_COPIES = 100;

  private final Clusters clusters;
  private final int newestEvidence;
  private final Set<Fingerprint> readableData = new HashSet<>();
  private final MemberFold members = new MemberFold();
  private final Set<Fingerprint> readableValues = new HashSet<>();
  private final Set<SightingScope> scopes = EnumSet.noneOf(SightingScope.class);
  private final List<Sighting> newest = new ArrayList<>();

  /// The same of each timeline of the cluster.
  private final Map<Integer, List<Sighting>> timelines = new HashMap<>();

  /// Of the log, behind the end of the store beside it.
  private final List<Sighting> logged = new ArrayList<>();

  /// Of the log, up to the end of the store beside it.
  private final List<Sighting> applied = new ArrayList<>();

  private final LoggedValues readableInLog = new LoggedValues();
  private long loggedBehind;
  private Optional<Sighting> first = Optional.empty();
  private Optional<Sighting> last = Optional.empty();
  private Optional<Sighting> unplaced = Optional.empty();
  private Optional<Sighting> counted = Optional.empty();
  private long revisions;
  private boolean isReadableInLog;
  private boolean hasUncompared;
  private boolean isLive;

  ExposureFold(Clusters clusters, String cluster) {
    this.clusters = clusters;
    this.newestEvidence = clusters.newestOf(cluster);
  }

  /// @param isOfPolicy whether the value must not be readable
  void add(Sighting sighting, boolean isOfPolicy) {
    if (sighting.scope() == SightingScope.LIVE && sighting.evidence() == newestEvidence) {
      isLive = true;
    }
    if (sighting.isTombstone()) {
      return;
    }
    switch (sighting.scope()) {
      case WAL -> addToLogged(sighting);
      case LIVE, SUPERSEDED, TOMBSTONE, FREE, SLACK -> {
        addTo(newest, sighting);
        int timeline = clusters.timelineOf(sighting.evidence());
        addTo(timelines.computeIfAbsent(timeline, _ -> new ArrayList<>()), sighting);
      }
      case COMPARED -> {
        // Nobody put it there.
      }
    }
    if (sighting.isExposed() && isOfPolicy) {
      addReadable(sighting);
    }
  }

  /// What the log puts and the store beside it has not applied is newer than that store.
  private void addToLogged(Sighting sighting) {
    if (clusters.isApplied(sighting)) {
      addTo(applied, sighting);
    } else {
      addTo(logged, sighting);
      isReadableInLog |= sighting.isExposed();
      loggedBehind = Math.max(loggedBehind, clusters.evidence(sighting.evidence()).lastRevision());
    }
  }

  private static void addTo(List<Sighting> newest, Sighting sighting) {
    if (!newest.isEmpty() && isBehind(sighting, newest.getFirst())) {
      newest.clear();
    }
    // Of copies one is enough, but another may have been opened.
    boolean isKnown =
        newest.stream()
            .anyMatch(
                other ->
                    other.stored().equals(sighting.stored())
                        && other.content() == sighting.content());
    if (!isKnown && newest.size() < MAX_COPIES) {
      newest.add(sighting);
    }
  }

  private static boolean isBehind(Sighting sighting, Sighting other) {
    return sighting.main() > other.main()
        || (sighting.main() == other.main() && sighting.sub() > other.sub());
  }

  private void addReadable(Sighting sighting) {
    scopes.add(sighting.scope());
    if (sighting.data().isPresent() && readableData.size() < MAX_VALUES) {
      readableData.add(sighting.data().get());
    } else {
      hasUncompared = true;
    }
    members.addReadable(sighting);
    if (readableValues.size() < MAX_VALUES) {
      sighting.plaintext().ifPresent(readableValues::add);
    }
    // Rows without a revision come first: a store may still say when the log's values were written.
    if (!sighting.scope().isInLog() || !readableInLog.add(sighting)) {
      addMoment(sighting);
      readableInLog.copiesOf(sighting).forEach(this::addLast);
    }
  }

  /// All sightings were added: what no store holds has no revision.
  void end() {
    readableInLog.unplaced().forEach(this::addMoment);
  }

  private void addMoment(Sighting sighting) {
    if (counted.filter(sighting::isCopyOf).isEmpty()) {
      revisions++;
      counted = Optional.of(sighting);
    }
    if (first.isEmpty() || isEarlier(sighting, first.get())) {
      first = Optional.of(sighting);
    }
    addLast(sighting);
  }

  private void addLast(Sighting sighting) {
    if (last.isEmpty() || isLater(sighting, last.get())) {
      last = Optional.of(sighting);
    }
    if (sighting.main() == 0 && (unplaced.isEmpty() || isLater(sighting, unplaced.get()))) {
      unplaced = Optional.of(sighting);
    }
  }

  /// Without a revision it may be as old as any, but says less.
  private boolean isEarlier(Sighting sighting, Sighting other) {
    if (other.main() == 0) {
      return sighting.main() > 0;
    }
    return sighting.main() == other.main()
        && sighting.evidence() != other.evidence()
        && clusters.isNewer(other.evidence(), sighting.evidence());
  }

  /// What has no revision says less, however new its evidence is.
  private boolean isLater(Sighting sighting, Sighting other) {
    boolean isPlaced = sighting.main() > 0;
    if (isPlaced != other.main() > 0) {
      return isPlaced;
    }
    return sighting.evidence() == other.evidence()
        ? isBehind(sighting, other)
        : clusters.isNewer(sighting.evidence(), other.evidence());
  }

  /// The first readable sighting; empty if nothing was readable.
  Optional<Sighting> first() {
    return first;
  }

  Optional<Sighting> last() {
    return last;
  }

  /// A readable sighting without a revision, in an evidence that is newer than that of the last
  /// with one; empty if there is none.
  Optional<Sighting> unplaced() {
    return unplaced.filter(
        sighting -> clusters.isNewer(sighting.evidence(), last.orElseThrow().evidence()));
  }

  long revisions() {
    return revisions;
  }

  Set<SightingScope> scopes() {
    return scopes;
  }

  /// Main revision of the newest value; 0 where it is not known.
  long newestRevision() {
    List<Sighting> values = newestValues();
    return values.isEmpty() ? 0 : values.getFirst().main();
  }

  /// The newest value as far as any evidence tells; more than one if backups of one cluster differ.
  private List<Sighting> newestValues() {
    if (isLogNewer()) {
      return logged;
    }
    return newest.isEmpty() ? applied : newest;
  }

  private boolean isLogNewer() {
    return !logged.isEmpty() && (newest.isEmpty() || loggedBehind >= newest.getFirst().main());
  }

  Existence existence() {
    return isLive ? Existence.EXISTS : Existence.DELETED;
  }

  /// A cluster that was restored may be restored again, or run twice: what is readable in one of
  /// its timelines is not rotated by another.
  Rotation rotation() {
    Rotation worst = ofNewest();
    if (timelines.size() > 1) {
      for (List<Sighting> values : timelines.values()) {
        Rotation one = rotation(values);
        if (rank(one) > rank(worst)) {
          worst = one;
        }
      }
    }
    return worst;
  }

  private static int rank(Rotation rotation) {
    return rotation.isDue().map(due -> due ? 2 : 0).orElse(1);
  }

  /// The log also holds puts that were never committed, or stood in the branch of a transaction
  /// that was not taken: it can make the verdict on the store worse, but not better.
  private Rotation ofNewest() {
    if (members.areNone() && MemberFold.areEmpty(newestValues())) {
      return Rotation.EMPTY;
    }
    if (!isLogNewer() && !newest.isEmpty()) {
      return rotation(newest);
    }
    Rotation ofLog = rotation(newestValues());
    boolean isDoneInLog = isDone(ofLog);
    if (newest.isEmpty()) {
      return isDoneInLog ? Rotation.CHANGED_IN_LOG : ofLog;
    }
    Rotation ofStore = rotation(newest);
    if (!isDone(ofStore)) {
      return ofLog.isDue().orElse(false) && ofStore.isDue().isEmpty() ? ofLog : ofStore;
    }
    // The last put may be one that failed, and a readable one before it the newest value.
    return isDoneInLog && isReadableInLog ? Rotation.CHANGED_IN_LOG : ofLog;
  }

  /// Of copies one may have been opened; of different values at one revision each must be.
  private static boolean isOpened(Sighting value, List<Sighting> values) {
    return values.stream()
        .filter(other -> other.stored().equals(value.stored()))
        .anyMatch(other -> other.plaintext().isPresent());
  }

  private static boolean isDone(Rotation rotation) {
    return rotation.isDue().filter(due -> !due).isPresent();
  }

  /// What other objects may hold too, of what could be read: as [DataMember#anywhere].
  Set<Long> anywhere() {
    return members.anywhere();
  }

  /// The same of its newest value, if it is known to be live in the newest store.
  Set<Long> liveAnywhere() {
    return isLive && timelines.size() == 1
        ? MemberFold.anywhere(
            newest.stream().filter(value -> value.scope() == SightingScope.LIVE).toList())
        : Set.of();
  }

  /// Members of the newest values that could be read.
  UnchangedMembers unchanged() {
    List<Sighting> values = new ArrayList<>(newestValues());
    if (timelines.size() > 1) {
      timelines.values().forEach(values::addAll);
    }
    return members.unchanged(values);
  }

  private Rotation rotation(List<Sighting> values) {
    if (MemberFold.areEmpty(values)) {
      return Rotation.CHANGED;
    }
    List<Sighting> exposed = values.stream().filter(Sighting::isExposed).toList();
    if (!exposed.isEmpty()) {
      if (MemberFold.areHarmless(values)) {
        return Rotation.HARMLESS;
      }
      return exposed.stream().allMatch(Sighting::isUnderPublishedKey)
          ? Rotation.NEWEST_UNDER_PUBLISHED_KEY
          : Rotation.NEWEST_READABLE;
    }
    boolean isSame =
        values.stream()
            .anyMatch(
                sighting ->
                    sighting.data().filter(readableData::contains).isPresent()
                        || sighting.plaintext().filter(readableValues::contains).isPresent());
    if (isSame) {
      return MemberFold.areHarmless(values) ? Rotation.HARMLESS : Rotation.SAME_DATA;
    }
    if (members.isSecretIn(values)) {
      return Rotation.SAME_IN_PART;
    }
    if (values.isEmpty() || values.stream().anyMatch(value -> !isOpened(value, values))) {
      return Rotation.NOT_OPENED;
    }
    boolean isCompared = values.stream().anyMatch(sighting -> sighting.data().isPresent());
    if (!isCompared || hasUncompared) {
      return Rotation.NOT_COMPARABLE;
    }
    if (!members.areAllKnown(values) || members.isPerhapsIn(values)) {
      return Rotation.PERHAPS_IN_PART;
    }
    return members.unchanged(values).harmless().isEmpty() ? Rotation.CHANGED : Rotation.HARMLESS;
  }
}
