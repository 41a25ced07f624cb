package dev.snapseal.tools.input;

import dev.snapseal.tools.age.Identities;

/// How an input is opened.
///
/// @param limits what it may take of this machine
/// @param identities what sealed files in it are opened with
public record InputOptions(InputLimits limits, Identities identities) {
  /// The limits that the commands use, and nothing to open sealed files with.
  public static InputOptions standard() {
    return of(InputLimits.standard());
  }

  /// These limits, and nothing to open sealed files with.
  public static InputOptions of(InputLimits limits) {
    return new InputOptions(limits, Identities.none());
  }

  /// The same with other identities.
  public InputOptions with(Identities others) {
    return new InputOptions(limits, others);
  }
}
