package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.Exposure.Existence;
import dev.snapseal.tools.caseindex.Exposure.Rotation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
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
  private final Set<Fingerprint> readableMembers = new HashSet<>();
  private final Set<Fingerprint> readableValues = new HashSet<>();
  private final Set<SightingScope> scopes = EnumSet.noneOf(SightingScope.class);
  private final List<Sighting> newest = new ArrayList<>();

  /// Of the log, behind the end of the store beside it.
  private final List<Sighting> logged = new ArrayList<>();

  /// Of the log, up to the end of the store beside it.
  private final List<Sighting> applied = new ArrayList<>();

  private long loggedBehind;
  private Optional<Sighting> first = Optional.empty();
  private Optional<Sighting> last = Optional.empty();
  private Optional<Sighting> counted = Optional.empty();
  private long revisions;
  private boolean isReadableInLog;
  private boolean hasUncompared;
  private boolean hasUnknownMembers;
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
    if (sighting.scope() == SightingScope.WAL) {
      addToLogged(sighting);
    } else {
      addTo(newest, sighting);
    }
    if (sighting.isExposed() && isOfPolicy) {
      addReadable(sighting);
    }
  }

  /// What the log puts and the store beside it has not applied is newer than that store.
  private void addToLogged(Sighting sighting) {
    Evidence log = clusters.evidence(sighting.evidence());
    if (Long.compareUnsigned(sighting.sub(), log.consistentIndex().orElse(0)) > 0) {
      addTo(logged, sighting);
      isReadableInLog |= sighting.isExposed();
      loggedBehind = Math.max(loggedBehind, log.lastRevision());
    } else {
      addTo(applied, sighting);
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
    if (counted.filter(sighting::isCopyOf).isEmpty()) {
      revisions++;
      counted = Optional.of(sighting);
    }
    if (sighting.data().isPresent() && readableData.size() < MAX_VALUES) {
      readableData.add(sighting.data().get());
    } else {
      hasUncompared = true;
    }
    if (sighting.members().isPresent() && readableMembers.size() < MAX_VALUES) {
      readableMembers.addAll(sighting.members().get());
    } else {
      hasUnknownMembers = true;
    }
    if (readableValues.size() < MAX_VALUES) {
      sighting.plaintext().ifPresent(readableValues::add);
    }
    if (first.isEmpty() || isEarlier(sighting, first.get())) {
      first = Optional.of(sighting);
    }
    if (last.isEmpty() || isLater(sighting, last.get())) {
      last = Optional.of(sighting);
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

  private boolean isLater(Sighting sighting, Sighting other) {
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

  /// The log also holds puts that were never committed, or stood in the branch of a transaction
  /// that was not taken: it can make the verdict on the store worse, but not better.
  Rotation rotation() {
    if (!isLogNewer() && !newest.isEmpty()) {
      return rotation(newest);
    }
    Rotation ofLog = rotation(newestValues());
    if (newest.isEmpty()) {
      return ofLog == Rotation.CHANGED ? Rotation.CHANGED_IN_LOG : ofLog;
    }
    Rotation ofStore = rotation(newest);
    if (ofStore != Rotation.CHANGED) {
      return ofLog.isDue().orElse(false) && ofStore.isDue().isEmpty() ? ofLog : ofStore;
    }
    // The last put may be one that failed, and a readable one before it the newest value.
    return ofLog == Rotation.CHANGED && isReadableInLog ? Rotation.CHANGED_IN_LOG : ofLog;
  }

  private Rotation rotation(List<Sighting> values) {
    List<Sighting> exposed = values.stream().filter(Sighting::isExposed).toList();
    if (!exposed.isEmpty()) {
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
      return Rotation.SAME_DATA;
    }
    boolean isSameInPart =
        values.stream()
            .flatMap(sighting -> sighting.members().stream())
            .flatMap(List::stream)
            .anyMatch(readableMembers::contains);
    if (isSameInPart) {
      return Rotation.SAME_IN_PART;
    }
    if (values.stream().noneMatch(sighting -> sighting.plaintext().isPresent())) {
      return Rotation.NOT_OPENED;
    }
    boolean isCompared = values.stream().anyMatch(sighting -> sighting.data().isPresent());
    if (!isCompared || hasUncompared) {
      return Rotation.NOT_COMPARABLE;
    }
    boolean areMembersKnown =
        !hasUnknownMembers
            && values.stream()
                .filter(sighting -> sighting.plaintext().isPresent())
                .allMatch(sighting -> sighting.members().isPresent());
    return areMembersKnown ? Rotation.CHANGED : Rotation.PERHAPS_IN_PART;
  }
}
