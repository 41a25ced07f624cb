package dev.snapseal.tools.rewrite;

import dev.snapseal.tools.input.InputFacts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Values did not open, so that nothing was made.
public final class UnopenedValuesException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final transient List<FailedValue> failures;
  private final long count;
  private final long plaintext;
  private final boolean pluginLacks;
  private final transient Optional<InputFacts> input;

  /// @param failures those that are listed
  /// @param count of all
  /// @param plaintext those that are plaintext, for which no rule was found
  /// @param pluginLacks whether a KMS plugin is out of reach
  @SuppressWarnings("MissingSummary")
  UnopenedValuesException(
      String file, List<FailedValue> failures, long count, long plaintext, boolean pluginLacks) {
    this(file, failures, count, plaintext, pluginLacks, Optional.empty());
  }

  private UnopenedValuesException(
      String file,
      List<FailedValue> failures,
      long count,
      long plaintext,
      boolean pluginLacks,
      Optional<InputFacts> input) {
    super(
        "["
            + file
            + "] "
            + (plaintext == count
                ? count + " plaintext values are under no rule for certain"
                : count + (count == 1 ? " value does" : " values do") + " not open"));
    this.file = file;
    this.failures = List.copyOf(failures);
    this.count = count;
    this.plaintext = plaintext;
    this.pluginLacks = pluginLacks;
    this.input = input;
  }

  /// The same, with what the backup is.
  UnopenedValuesException readFrom(InputFacts facts) {
    return new UnopenedValuesException(
        file, failures, count, plaintext, pluginLacks, Optional.of(facts));
  }

  /// What the backup is, once all of it was read.
  public Optional<InputFacts> input() {
    return input;
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

  /// Those that are plaintext, and no key helps.
  public long plaintext() {
    return plaintext;
  }
}
