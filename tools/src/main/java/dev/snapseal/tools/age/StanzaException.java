package dev.snapseal.tools.age;

import java.security.GeneralSecurityException;

/// Brings an [AgeException] through the library, which lets only its parent pass.
final class StanzaException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  private final AgeException.Reason reason;

  StanzaException(AgeException.Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  AgeException unwrapped() {
    return new AgeException(reason, getMessage(), this);
  }
}
