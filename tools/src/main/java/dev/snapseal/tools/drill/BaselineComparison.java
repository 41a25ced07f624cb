package dev.snapseal.tools.drill;

import dev.snapseal.tools.report.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether a backup holds about what an earlier one held: a backup of the wrong cluster, or of one
/// that lost its objects, restores as well as any other.
final class BaselineComparison {
  /// Prefixes with fewer keys come and go.
  private static final long FEW = 10;

  private static final int MAX_NAMED = 5;

  private BaselineComparison() {}

  /// Compares what was served.
  ///
  /// @return what was seen
  /// @throws StepFailure if the revision went back, or of some prefix more than half are gone
  static String words(DrillCounts before, DrillCounts now, DrillOptions.Words words)
      throws StepFailure {
    List<String> losses = new ArrayList<>();
    if (now.revision() < before.revision()) {
      losses.add(
          "revision %s, and %s before"
              .formatted(Quantity.count(now.revision()), Quantity.count(before.revision())));
    }
    for (Map.Entry<String, Long> prefix : before.sortedPrefixes().entrySet()) {
      long left = now.byPrefix().getOrDefault(prefix.getKey(), 0L);
      if (prefix.getValue() >= FEW && left * 2 < prefix.getValue()) {
        losses.add(
            "%s: %s, and %s before"
                .formatted(
                    prefix.getKey().isEmpty() ? "other keys" : prefix.getKey(),
                    Quantity.count(left),
                    Quantity.count(prefix.getValue())));
      }
    }
    if (!losses.isEmpty()) {
      List<String> named = losses.subList(0, Math.min(MAX_NAMED, losses.size()));
      int others = losses.size() - named.size();
      throw new StepFailure(
          "less than in the drill before: "
              + String.join("; ", named)
              + (others > 0 ? "; and " + Quantity.count(others) + " more" : ""),
          List.of(
              "make sure that it is the right cluster's backup and the newest: snapseal info "
                  + words.opened()));
    }
    return "%s keys, %s before; revision %s, %s before"
        .formatted(
            Quantity.count(now.keys()),
            Quantity.count(before.keys()),
            Quantity.count(now.revision()),
            Quantity.count(before.revision()));
  }
}
