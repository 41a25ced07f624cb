package dev.snapseal.tools.report;

import dev.snapseal.tools.caseindex.Exposure;
import dev.snapseal.tools.report.ShownExposures.Urgency;
import dev.snapseal.tools.report.html.Rotation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a case says is still to be made anew, or may be, by name.
final class CaseRotation {
  private CaseRotation() {}

  static Rotation of(ShownExposures shown) {
    Map<Urgency, List<Exposure>> due = new EnumMap<>(Urgency.class);
    shown.rows().stream()
        .filter(exposure -> Urgency.of(exposure) != Urgency.DONE)
        .limit(Rotation.MAX_ITEMS)
        .forEach(
            exposure ->
                due.computeIfAbsent(Urgency.of(exposure), _ -> new ArrayList<>()).add(exposure));
    return new Rotation(
        due.entrySet().stream()
            .map(entry -> group(entry.getKey(), entry.getValue(), shown.count(entry.getKey())))
            .toList());
  }

  private static Rotation.Group group(Urgency urgency, List<Exposure> exposures, long count) {
    return new Rotation.Group(
        label(urgency),
        Quantity.count(count),
        exposures.stream().map(CaseRotation::item).toList(),
        count - exposures.size(),
        "exposed -o json lists all.");
  }

  private static Rotation.Item item(Exposure exposure) {
    boolean isDeleted = exposure.existence() == Exposure.Existence.DELETED;
    return new Rotation.Item(
        CaseExposedText.name(exposure), isDeleted ? "deleted: to be revoked only" : "");
  }

  private static String label(Urgency urgency) {
    return switch (urgency) {
      case READABLE -> "Readable now";
      case UNDER_PUBLISHED_KEY -> "Under a key that everybody has";
      case SAME_DATA -> "Encrypted now, with the same data";
      case SAME_IN_PART -> "Encrypted now, with some of the same data";
      case ELSEWHERE -> "The same value stands in another object";
      case SAME_USER_NAME -> "Encrypted now, with the same user name";
      case UNKNOWN -> "Not known if rotated";
      case DONE -> "Rotated";
    };
  }
}
