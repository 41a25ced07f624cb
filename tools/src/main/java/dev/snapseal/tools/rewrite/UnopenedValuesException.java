package dev.snapseal.tools.rewrite;

import java.io.IOException;
import java.util.List;

/// Values did not open, so that nothing was made.
public final class UnopenedValuesException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final transient List<FailedValue> failures;
  private final long count;

  /// @param failures those that are listed
  /// @param count of all
  @SuppressWarnings("MissingSummary")
  UnopenedValuesException(String file, List<FailedValue> failures, long count) {
    super("[" + file + "] " + count + (count == 1 ? " value does" : " values do") + " not open");
    this.file = file;
    this.failures = List.copyOf(failures);
    this.count = count;
  }

  /// The backup that holds them.
  public String file() {
    return file;
  }

  /// By revision.
  public List<FailedValue> failures() {
    return failures;
  }

  public long count() {
    return count;
  }
}
