package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.input.InputFacts;

/// What came of adding one backup.
///
/// @param given what was to be added
/// @param evidence what the case has of that content now
public record CaseAddition(InputFacts given, Evidence evidence, Outcome outcome) {
  /// Whether the case is another now.
  public enum Outcome {
    ADDED("added"),
    /// Its content was in the case before, perhaps under another name.
    PRESENT("present");

    private final String jsonName;

    Outcome(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }
}
