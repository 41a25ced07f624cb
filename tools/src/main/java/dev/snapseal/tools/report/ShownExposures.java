package dev.snapseal.tools.report;

import dev.snapseal.tools.caseindex.Exposure;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The exposures that a page has room for, out of more than memory holds: the gravest first, each
/// sort in the order of etcd keys.
final class ShownExposures {
  private final int limit;
  private final Map<Urgency, List<Exposure>> kept = new EnumMap<>(Urgency.class);
  private final Map<Urgency, Long> counts = new EnumMap<>(Urgency.class);
  private final BitSet evidences = new BitSet();

  /// @param limit how many are shown at most
  ShownExposures(int limit) {
    this.limit = limit;
  }

  /// How soon an object is to be rotated, the gravest first.
  enum Urgency {
    /// Its newest value is readable.
    READABLE,
    /// Its newest value is encrypted, with a key that everybody has.
    UNDER_PUBLISHED_KEY,
    /// Its newest value is encrypted, and holds what was readable before.
    SAME_DATA,
    /// The same of a part of it.
    SAME_IN_PART,
    /// It was changed, or that is not known; and another object holds what was readable.
    ELSEWHERE,
    /// Its newest value is encrypted, and of what was readable holds a user's name alone.
    SAME_USER_NAME,
    /// It is not known.
    UNKNOWN,
    /// It was, or need not be.
    DONE;

    /// Members that hold a user's name: Secrets for basic authentication keep it in the first, and
    /// charts write the other as often.
    ///
    /// @see <a
    ///   href="https://kubernetes.io/docs/concepts/configuration/secret/#basic-authentication-secret">Kubernetes:
    ///   Secrets, Basic authentication Secret</a>
    private static final Set<String> NAMES = Set.of("username", "user");

    static Urgency of(Exposure exposure) {
      return switch (exposure.rotation()) {
        case NEWEST_READABLE -> READABLE;
        case NEWEST_UNDER_PUBLISHED_KEY -> UNDER_PUBLISHED_KEY;
        case SAME_DATA -> SAME_DATA;
        case SAME_IN_PART ->
            NAMES.containsAll(exposure.unchanged().secret()) ? SAME_USER_NAME : SAME_IN_PART;
        case ELSEWHERE -> ELSEWHERE;
        case PERHAPS_IN_PART, CHANGED_IN_LOG, NOT_OPENED, NOT_COMPARABLE -> UNKNOWN;
        case CHANGED, HARMLESS, EMPTY -> DONE;
      };
    }
  }

  void add(Exposure exposure) {
    Urgency urgency = Urgency.of(exposure);
    counts.merge(urgency, 1L, Long::sum);
    List<Exposure> same = kept.computeIfAbsent(urgency, _ -> new ArrayList<>());
    if (same.size() < limit) {
      same.add(exposure);
    }
    evidences.set(exposure.first().evidence());
    evidences.set(exposure.last().evidence());
    exposure.unplaced().ifPresent(moment -> evidences.set(moment.evidence()));
  }

  /// Those to be shown.
  List<Exposure> rows() {
    return kept.values().stream().flatMap(List::stream).limit(limit).toList();
  }

  /// How many there are of one sort, shown or not.
  long count(Urgency urgency) {
    return counts.getOrDefault(urgency, 0L);
  }

  /// Whether any exposure, shown or not, was first or last seen in this evidence.
  boolean isSeenIn(int evidence) {
    return evidences.get(evidence);
  }
}
