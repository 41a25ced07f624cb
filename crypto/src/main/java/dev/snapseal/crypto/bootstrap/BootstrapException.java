package dev.snapseal.crypto.bootstrap;

/// A bootstrap record does not open. The message names neither token nor content.
public final class BootstrapException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why; what to do next differs by it.
  public enum Reason {
    /// The value is no sealed record: empty, or without salt and base64.
    NOT_SEALED,
    /// Sealed with another token.
    OTHER_TOKEN,
    /// Sealed with this token, or not to be told, and changed since.
    DAMAGED
  }

  private final Reason reason;

  BootstrapException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
