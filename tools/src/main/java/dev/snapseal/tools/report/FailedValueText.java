package dev.snapseal.tools.report;

import dev.snapseal.tools.rewrite.FailedValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values that did not open, for people: each reason once, and a few of its values.
public final class FailedValueText {
  private static final int SHOWN_REASONS = 8;
  private static final int SHOWN_OF_EACH = 10;

  private FailedValueText() {}

  /// Writes the reasons, in the order of their first values.
  ///
  /// @param failures those known by name
  /// @param count of all
  public static void write(PrintWriter out, List<FailedValue> failures, long count) {
    Map<String, List<FailedValue>> byReason = new LinkedHashMap<>();
    for (FailedValue failure : failures) {
      byReason.computeIfAbsent(failure.reason(), _ -> new ArrayList<>()).add(failure);
    }
    long passedOver = count;
    for (Map.Entry<String, List<FailedValue>> reason :
        byReason.entrySet().stream().limit(SHOWN_REASONS).toList()) {
      write(out, reason.getKey(), reason.getValue());
      passedOver -= reason.getValue().size();
    }
    if (passedOver > 0) {
      out.println("not opened: " + Quantity.count(passedOver) + " more; -o json lists them");
    }
  }

  private static void write(PrintWriter out, String reason, List<FailedValue> failures) {
    out.println(
        SafeText.forTerminal("not opened: " + Quantity.count(failures.size()) + ": " + reason));
    failures.stream()
        .filter(failure -> !failure.key().isEmpty())
        .limit(SHOWN_OF_EACH)
        .forEach(failure -> out.println("  " + SafeText.forTerminal(failure.place())));
    if (failures.size() > SHOWN_OF_EACH) {
      out.println(
          "  ... and " + Quantity.count(failures.size() - SHOWN_OF_EACH) + "; -o json lists them");
    }
  }
}
