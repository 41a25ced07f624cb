package dev.snapseal.tools.drill;

import java.util.List;

/// A step did not come to what it should, or to anything: what was seen, and what to do.
final class StepFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final DrillStep.Outcome outcome;
  private final transient List<String> remedies;

  StepFailure(String detail, List<String> remedies) {
    this(DrillStep.Outcome.FAILED, detail, remedies);
  }

  private StepFailure(DrillStep.Outcome outcome, String detail, List<String> remedies) {
    super(detail);
    this.outcome = outcome;
    this.remedies = List.copyOf(remedies);
  }

  /// A step that cannot be taken for want of something.
  static StepFailure skipped(String detail, List<String> remedies) {
    return new StepFailure(DrillStep.Outcome.SKIPPED, detail, remedies);
  }

  DrillStep.Outcome outcome() {
    return outcome;
  }

  List<String> remedies() {
    return remedies;
  }
}
