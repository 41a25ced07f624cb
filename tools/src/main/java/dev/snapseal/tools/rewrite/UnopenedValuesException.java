package dev.snapseal.tools.rewrite;

import java.io.IOException;
import java.util.List;

/// Values did not open, so that nothing was made.
public final class UnopenedValuesException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<FailedValue> failures;
  private final long count;

  /// @param failures those that are listed @param count of all
  @SuppressWarnings("MissingSummary")
  public UnopenedValuesException(List<FailedValue> failures, long count) {
    super(count + (count == 1 ? " value does" : " values do") + " not open");
    this.failures = List.copyOf(failures);
    this.count = count;
  }

  /// By revision.
  public List<FailedValue> failures() {
    return failures;
  }

  public long count() {
    return count;
  }
}
