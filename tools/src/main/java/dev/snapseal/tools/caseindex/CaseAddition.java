package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.input.InputFacts;

/// What came of adding one backup.
///
/// @param given what was to be added
/// @param evidence what the case has of that content now
/// @param opened encrypted values that were opened, and were not before
public record CaseAddition(InputFacts given, Evidence evidence, Outcome outcome, long opened) {
  static CaseAddition added(InputFacts given, Evidence evidence) {
    return new CaseAddition(given, evidence, Outcome.ADDED, evidence.keys().opened());
  }

  static CaseAddition present(InputFacts given, Evidence evidence) {
    return new CaseAddition(given, evidence, Outcome.PRESENT, 0);
  }

  /// The same, after more was added that belongs to the evidence.
  public CaseAddition with(Evidence now) {
    return new CaseAddition(given, now, outcome, opened);
  }

  /// Whether a part was not read, or a value not opened, whatever the reason.
  public boolean isPartial() {
    return !evidence.gaps().isNone() || !evidence.keys().missing().isEmpty();
  }

  static CaseAddition opened(InputFacts given, Evidence evidence, Evidence earlier) {
    long opened = evidence.keys().opened() - earlier.keys().opened();
    return new CaseAddition(given, evidence, Outcome.INDEXED_ANEW, opened);
  }

  /// Whether the case is another now.
  public enum Outcome {
    ADDED("added"),
    /// Its content was in the case before, perhaps under another name.
    PRESENT("present"),
    /// The same, and it was indexed anew, with keys that had not been tried on it.
    INDEXED_ANEW("indexedAnew");

    private final String jsonName;

    Outcome(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }
}
