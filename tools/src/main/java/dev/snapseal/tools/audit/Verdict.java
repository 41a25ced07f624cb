package dev.snapseal.tools.audit;

/// Whether somebody who holds the file can read values of the policy's resources.
public enum Verdict {
  /// Every value of them is encrypted, and nothing that could be text of theirs stands anywhere
  /// else in the file.
  UNREADABLE("unreadable"),
  /// At least one is stored in the clear, or under a key that everybody has.
  READABLE("readable"),
  /// Part of the file could not be judged, or there is no value of these resources.
  UNDETERMINED("undetermined");

  private final String jsonName;

  Verdict(String jsonName) {
    this.jsonName = jsonName;
  }

  public String jsonName() {
    return jsonName;
  }
}
