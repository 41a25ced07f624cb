package dev.snapseal.tools.rewrite;

import java.io.IOException;
import java.util.List;

/// Values did not open, so that nothing was made.
public final class UnopenedValuesException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final transient List<FailedValue> failures;
  private final long count;
  private final boolean pluginLacks;

  /// @param failures those that are listed
  /// @param count of all
  /// @param pluginLacks whether a KMS plugin is out of reach
  @SuppressWarnings("MissingSummary")
  UnopenedValuesException(
      String file, List<FailedValue> failures, long count, boolean pluginLacks) {
    super("[" + file + "] " + count + (count == 1 ? " value does" : " values do") + " not open");
    this.file = file;
    this.failures = List.copyOf(failures);
    this.count = count;
    this.pluginLacks = pluginLacks;
  }

  /// The backup that holds them.
  public String file() {
    return file;
  }

  /// Whether a KMS plugin is out of reach: then the key may well be the right one.
  public boolean pluginLacks() {
    return pluginLacks;
  }

  /// By revision.
  public List<FailedValue> failures() {
    return failures;
  }

  public long count() {
    return count;
  }
}
