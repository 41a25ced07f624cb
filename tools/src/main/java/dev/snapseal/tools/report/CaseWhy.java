package dev.snapseal.tools.report;

import dev.snapseal.tools.caseindex.Exposure;
import java.util.List;
import java.util.stream.Collectors;

/// Why an object is to be rotated or not, and which members of its data.
///
/// Names of members are a backup's: whoever prints them makes them safe.
final class CaseWhy {
  private static final int MAX_NAMES = 5;

  private CaseWhy() {}

  /// Such as `some of its data were not changed: tls.key; no secret: ca.crt (a public
  /// certificate)`.
  static String of(Exposure exposure) {
    List<String> secret = exposure.unchanged().secret();
    List<String> harmless =
        exposure.unchanged().harmless().stream()
            .map(member -> member.name() + " (" + member.why().reason() + ")")
            .toList();
    List<String> inPart = exposure.unchanged().inPart();
    return reason(exposure)
        + (secret.isEmpty() ? "" : ": " + named(secret))
        + (inPart.isEmpty() ? "" : "; perhaps in part: " + named(inPart))
        + alsoIn(exposure)
        + (harmless.isEmpty() ? "" : "; no secret: " + named(harmless));
  }

  private static String alsoIn(Exposure exposure) {
    List<String> names =
        exposure.alsoIn().stream()
            .map(place -> place.name() + (place.isOfSameCluster() ? "" : " of another cluster"))
            .toList();
    return names.isEmpty() ? "" : "; the value also stands in " + named(names);
  }

  private static String reason(Exposure exposure) {
    boolean isDeleted = exposure.existence() == Exposure.Existence.DELETED;
    String encrypted = isDeleted ? "encrypted when it was deleted" : "encrypted now";
    return switch (ShownExposures.Urgency.of(exposure)) {
      case READABLE ->
          isDeleted
              ? "the last value before it was deleted is readable"
              : "the newest value is readable now";
      case SAME_DATA -> encrypted + ", but with the same data as one that was readable";
      case SAME_IN_PART -> encrypted + ", but some of its data were not changed";
      case SAME_USER_NAME -> encrypted + ", and only a user name was not changed";
      case UNDER_PUBLISHED_KEY, ELSEWHERE, UNKNOWN, DONE -> exposure.rotation().reason();
    };
  }

  /// The first of them, and how many more there are.
  static String named(List<String> names) {
    String first = names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MAX_NAMES;
    return more > 0 ? first + " and " + Quantity.count(more) + " more" : first;
  }
}
