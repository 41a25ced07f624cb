package dev.snapseal.tools;

/// What a command ends with; of several, the highest number wins. The numbers are a promise to
/// scripts.
public enum ExitCode {
  DONE(0, "done, nothing found"),
  FOUND(1, "done, and something was found: a finding, a difference, a failed drill step"),
  USAGE(2, "wrong usage or configuration"),
  PARTIAL(3, "finished, but part of the input could not be read; the result says which part"),
  DAMAGED(4, "an input is not what it claims to be, or too damaged for this command"),
  KEY(5, "a key that the command needs is missing or wrong"),
  OUTPUT(6, "the output was refused or failed (it exists, no space, no consent); nothing is left"),
  INTERNAL(70, "a fault of Snapseal's own"),
  INTERRUPTED(130, "interrupted; nothing is left behind");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  public String meaning() {
    return meaning;
  }

  /// The one of the two that a run with both ends with.
  public ExitCode or(ExitCode other) {
    return number >= other.number ? this : other;
  }
}
