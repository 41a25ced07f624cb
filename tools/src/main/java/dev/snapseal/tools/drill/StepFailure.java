package dev.snapseal.tools.drill;

import java.util.List;

/// A step did not come to what it should: what was seen, and what to do.
final class StepFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> remedies;

  StepFailure(String detail, List<String> remedies) {
    super(detail);
    this.remedies = List.copyOf(remedies);
  }

  List<String> remedies() {
    return remedies;
  }
}
