package dev.snapseal.testdata.damage;

/// What `bbolt check` said of a file.
///
/// @param file name of the damaged or sound file
/// @param outcome how the program ended
/// @param message the first telling line it printed
public record BboltVerdict(String file, Outcome outcome, String message) {

  /// How `bbolt check` ended.
  public enum Outcome {
    /// It printed OK.
    OK,
    /// It reported an error and ended with a code.
    ERROR,
    /// The process died.
    PANIC,
    /// It had to be stopped.
    HANG
  }
}
