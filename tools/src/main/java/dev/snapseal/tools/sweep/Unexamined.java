package dev.snapseal.tools.sweep;

import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.report.Quantity;

/// Something that a sweep did not examine, or not for certain, and why: with anything of the kind
/// no sweep says that all is unreadable.
///
/// @param path what it is about; empty if it is about all that was read
/// @param why in some words; may hold control characters of names
/// @param parts how many there are of it
/// @param bytes that were not examined, 0 if that is not known
public record Unexamined(Kind kind, String path, String why, long parts, long bytes) {
  /// What became of it.
  public enum Kind {
    /// It gave no result.
    FAILED("failed"),
    /// It was left out, with everything in it.
    SKIPPED("skipped"),
    /// It was searched, and may hide data from any search.
    CAVEAT("caveat"),
    /// There was more of it than a sweep looks at.
    LIMIT("limit");

    private final String jsonName;

    Kind(String jsonName) {
      this.jsonName = jsonName;
    }

    /// The value of `kind` in JSON reports.
    public String jsonName() {
      return jsonName;
    }

    /// Whether it is missing from what was examined.
    public boolean isMissing() {
      return this != CAVEAT;
    }
  }

  static Unexamined failed(FailedInput input) {
    return new Unexamined(Kind.FAILED, input.path(), input.reason(), 1, 0);
  }

  static Unexamined skipped(String path, String why, long bytes) {
    return new Unexamined(Kind.SKIPPED, path, why, 1, bytes);
  }

  static Unexamined caveat(String path, String why) {
    return new Unexamined(Kind.CAVEAT, path, why, 1, 0);
  }

  /// @param places that were not looked at closer, at least 1
  static Unexamined limit(long places) {
    String why =
        Quantity.count(places, "place")
            + " only began like something and were too many to look at closer";
    return new Unexamined(Kind.LIMIT, "", why, places, 0);
  }

  /// What it is about, and why: `[path] why`.
  public String text() {
    return path.isEmpty() ? why : "[" + path + "] " + why;
  }
}
