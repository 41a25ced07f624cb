package dev.snapseal.snapshot.layout;

import java.io.IOException;

/// The new file is not what was planned: a fault of the program or of the machine, never of the
/// input.
public final class DifferenceException extends IOException {
  private static final long serialVersionUID = 1L;

  /// A difference at byte `offset` of the new file.
  public DifferenceException(String file, long offset, String found) {
    super("[" + file + "] offset 0x" + Long.toHexString(offset) + ": " + found);
  }
}
