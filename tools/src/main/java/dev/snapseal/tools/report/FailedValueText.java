package dev.snapseal.tools.report;

import dev.snapseal.tools.rewrite.FailedValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values that did not open, for people: each reason once, the most common first, and a few of its
/// values.
public final class FailedValueText {
  private static final int SHOWN_REASONS = 8;
  private static final int SHOWN_VALUES = 20;
  private static final int SHOWN_OF_EACH = 3;

  private FailedValueText() {}

  /// Writes them.
  ///
  /// @param failures those known by name
  /// @param count of all
  public static void write(PrintWriter out, List<FailedValue> failures, long count) {
    Map<String, List<FailedValue>> byReason = new LinkedHashMap<>();
    for (FailedValue failure : failures) {
      byReason.computeIfAbsent(failure.reason(), _ -> new ArrayList<>()).add(failure);
    }
    List<Map.Entry<String, List<FailedValue>>> shown =
        byReason.entrySet().stream()
            .sorted(Comparator.comparingInt(reason -> -reason.getValue().size()))
            .limit(SHOWN_REASONS)
            .toList();
    int shownOfEach = Math.max(SHOWN_OF_EACH, SHOWN_VALUES / Math.max(1, shown.size()));
    long passedOver = failures.size();
    for (Map.Entry<String, List<FailedValue>> reason : shown) {
      write(out, reason.getKey(), reason.getValue(), shownOfEach);
      passedOver -= reason.getValue().size();
    }
    if (passedOver > 0) {
      out.println("not opened: " + Quantity.count(passedOver) + " more; -o json lists them");
    }
    if (count > failures.size()) {
      out.println(
          "not opened: "
              + Quantity.count(count - failures.size())
              + " more, which are not listed: the first "
              + Quantity.count(failures.size())
              + " are");
    }
  }

  private static void write(PrintWriter out, String reason, List<FailedValue> failures, int limit) {
    out.println(
        SafeText.forTerminal("not opened: " + Quantity.count(failures.size()) + ": " + reason));
    List<FailedValue> named =
        failures.stream().filter(failure -> !failure.key().isEmpty()).toList();
    named.stream()
        .limit(limit)
        .forEach(failure -> out.println("  " + SafeText.forTerminal(failure.place())));
    if (named.size() > limit) {
      out.println("  ... and " + Quantity.count(named.size() - limit) + "; -o json lists them");
    }
  }
}
