package dev.snapseal.tools.report;

import dev.snapseal.tools.caseindex.Exposure;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The exposures that a page has room for, out of more than memory holds: what is still to be
/// rotated before what may be, and that before the rest; each sort in the order of etcd keys.
final class ShownExposures {
  private final int limit;
  private final Map<Urgency, List<Exposure>> kept = new EnumMap<>(Urgency.class);
  private final BitSet evidences = new BitSet();

  /// @param limit how many are shown at most
  ShownExposures(int limit) {
    this.limit = limit;
  }

  private enum Urgency {
    DUE,
    UNKNOWN,
    ROTATED;

    static Urgency of(Exposure exposure) {
      return exposure.rotation().isDue().map(due -> due ? DUE : ROTATED).orElse(UNKNOWN);
    }
  }

  void add(Exposure exposure) {
    List<Exposure> same = kept.computeIfAbsent(Urgency.of(exposure), _ -> new ArrayList<>());
    if (same.size() < limit) {
      same.add(exposure);
    }
    evidences.set(exposure.first().evidence());
    evidences.set(exposure.last().evidence());
  }

  /// Those to be shown.
  List<Exposure> rows() {
    return kept.values().stream().flatMap(List::stream).limit(limit).toList();
  }

  /// Whether any exposure, shown or not, was first or last seen in this evidence.
  boolean isSeenIn(int evidence) {
    return evidences.get(evidence);
  }
}
