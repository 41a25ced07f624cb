package dev.snapseal.tools.audit;

/// How grave a finding is; the words are SARIF's levels.
public enum Severity {
  /// Somebody who holds the file can read what the policy wants hidden, or nobody can any more.
  ERROR("error"),
  /// Not readable now, but not as it should be.
  WARNING("warning"),
  /// Worth knowing; does not change the exit code.
  NOTE("note");

  private final String jsonName;

  Severity(String jsonName) {
    this.jsonName = jsonName;
  }

  public String jsonName() {
    return jsonName;
  }
}
