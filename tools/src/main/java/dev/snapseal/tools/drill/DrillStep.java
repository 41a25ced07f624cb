package dev.snapseal.tools.drill;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// One step of a drill that was come to.
///
/// @param took wall-clock time
/// @param detail what was seen; may hold names out of the backup as they are, and no value
/// @param remedies what to do, each a sentence that ends in a command to paste; empty if it is ok
public record DrillStep(
    Name name, Outcome outcome, Duration took, String detail, List<String> remedies) {
  /// What came of it.
  public enum Outcome {
    OK,
    FAILED,
    /// It could not be taken for want of something that was not given: neither ok nor failed.
    SKIPPED
  }

  /// The steps in their order.
  public enum Name {
    TRAILER,
    STRUCTURE,
    SCHEMA,
    KEYS,
    RESTORE,
    START,
    COMPARE,
    DECRYPT,
    COUNTS;

    /// Such as `trailer`.
    public String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DrillStep {
    remedies = List.copyOf(remedies);
  }

  public boolean ok() {
    return outcome == Outcome.OK;
  }

  public boolean failed() {
    return outcome == Outcome.FAILED;
  }

  public boolean skipped() {
    return outcome == Outcome.SKIPPED;
  }

  /// A step that was not come to.
  ///
  /// @param why in words, such as `restore failed`
  public record Left(Name name, String why) {}
}
