package dev.snapseal.tools.age;

import java.io.IOException;

/// A sealed file, or what should seal or open one, is not usable. Its message never holds a key.
public final class AgeException extends IOException {
  private static final long serialVersionUID = 1L;

  /// Why; the operator's next step differs by it.
  public enum Reason {
    /// The file is no age file of version 1.
    NOT_AGE,
    /// The file breaks a rule of the format, or was changed.
    DAMAGED,
    /// It is sealed for recipients, and no identity was given.
    NO_IDENTITY,
    /// It is sealed with a passphrase, and none was given.
    NO_PASSPHRASE,
    /// It is sound as far as one can tell, and sealed for somebody else.
    NO_MATCH,
    /// It is sealed for recipients of types that are not known here, and for no other.
    UNSUPPORTED,
    /// Its passphrase costs more memory to try than there is.
    TOO_COSTLY,
    /// A recipient, an identity or a file with them cannot be used.
    BAD_KEY
  }

  private final Reason reason;

  AgeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  AgeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// Nobody could be asked for a passphrase.
  public static AgeException noPassphrase() {
    return new AgeException(Reason.NO_PASSPHRASE, "no passphrase was given");
  }

  /// What the operator's next step depends on.
  public Reason reason() {
    return reason;
  }
}
