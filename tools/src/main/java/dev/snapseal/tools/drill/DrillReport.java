package dev.snapseal.tools.drill;

import dev.snapseal.tools.input.InputFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came of a drill.
///
/// @param steps those taken, in order
/// @param left those not taken
/// @param counts what the restored etcd held; empty if the drill did not come that far
/// @param restored of the etcd that was brought up; empty if none was
/// @param surprises what an operator would not expect of the restored cluster
public record DrillReport(
    InputFacts input,
    List<DrillStep> steps,
    List<DrillStep.Left> left,
    long keysCompared,
    Optional<DrillCounts> counts,
    Optional<Restored> restored,
    List<Surprise> surprises) {
  public DrillReport {
    steps = List.copyOf(steps);
    left = List.copyOf(left);
    surprises = List.copyOf(surprises);
  }

  /// What a drill comes to.
  public enum Verdict {
    /// Every step is ok.
    PASSED("passed"),
    /// Every step that was taken is ok; whether the encrypted values open was not tried.
    PASSED_WITHOUT_KEYS("passed-without-keys"),
    FAILED("failed");

    private final String jsonName;

    Verdict(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }

  public Verdict verdict() {
    boolean isCompared =
        steps.stream().anyMatch(step -> step.name() == DrillStep.Name.COMPARE && step.ok());
    if (!isCompared || steps.stream().anyMatch(DrillStep::failed)) {
      return Verdict.FAILED;
    }
    return hasSkipped() ? Verdict.PASSED_WITHOUT_KEYS : Verdict.PASSED;
  }

  /// Whether every step is ok.
  public boolean passed() {
    return verdict() == Verdict.PASSED;
  }

  /// Whether a step could not be taken, so that what it would have shown is not known.
  public boolean hasSkipped() {
    return steps.stream().anyMatch(DrillStep::skipped);
  }

  /// All steps together.
  public Duration took() {
    return steps.stream().map(DrillStep::took).reduce(Duration.ZERO, Duration::plus);
  }

  /// The etcd that was brought up from the backup.
  ///
  /// @param etcdVersion such as `3.6.14`
  /// @param restoredWith such as `etcdutl 3.6.14`
  /// @param restore time to write the data directory
  /// @param start time until it answered
  /// @param clusterId hex as etcdctl prints it
  /// @param memberId likewise
  public record Restored(
      String etcdVersion,
      String restoredWith,
      Duration restore,
      Duration start,
      String clusterId,
      String memberId) {}

  /// Something to know before the restore is done in earnest.
  ///
  /// @param about one word
  /// @param text a sentence
  /// @param command to paste, if one helps
  public record Surprise(String about, String text, Optional<String> command) {}
}
