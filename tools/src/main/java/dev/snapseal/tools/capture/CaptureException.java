package dev.snapseal.tools.capture;

import java.io.IOException;

/// What came from a live etcd was not made into a file; nothing was written.
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1L;

  /// Why.
  public enum Reason {
    /// The SHA-256 at its end is missing or another.
    HASH,
    /// Its structure or a record is broken.
    DAMAGED,
    /// Values that should be encrypted are not, and nobody agreed to write them.
    READABLE,
    /// What is to be encrypted and then sealed needs a place in memory in between.
    NO_MEMORY
  }

  private final Reason reason;

  CaptureException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
