package dev.snapseal.tools.age;

import java.io.IOException;
import java.util.Optional;

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
    /// It is sealed with another passphrase than the one given, and nothing else opens it.
    WRONG_PASSPHRASE,
    /// It is sealed for recipients of types that are not known here, and for no other.
    UNSUPPORTED,
    /// Its passphrase costs more memory to try than there is.
    TOO_COSTLY,
    /// A recipient, an identity or a file with them cannot be used.
    BAD_KEY
  }

  /// What is wrong with a recipient, an identity or a file with them.
  public enum KeyFault {
    /// A secret key stands where a recipient should.
    SECRET_AS_RECIPIENT,
    /// A recipient stands where an identity should.
    RECIPIENT_AS_IDENTITY,
    SSH_RECIPIENT,
    SSH_IDENTITY,
    NO_RECIPIENT,
    NO_IDENTITY,
    /// Of age 1.3 or a plugin.
    OTHER_RECIPIENT,
    OTHER_IDENTITY,
    /// Mistyped, or something else altogether.
    MALFORMED
  }

  private final Reason reason;
  private final transient Optional<KeyFault> keyFault;
  private final String source;

  AgeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    this.keyFault = Optional.empty();
    this.source = "";
  }

  AgeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.keyFault = Optional.empty();
    this.source = "";
  }

  /// A bad key.
  ///
  /// @param source file or option that has it
  AgeException(KeyFault fault, String source, String message) {
    super(message);
    this.reason = Reason.BAD_KEY;
    this.keyFault = Optional.of(fault);
    this.source = source;
  }

  /// Nobody could be asked for a passphrase.
  public static AgeException noPassphrase() {
    return new AgeException(Reason.NO_PASSPHRASE, "no passphrase was given");
  }

  /// What the operator's next step depends on.
  public Reason reason() {
    return reason;
  }

  /// The same of a bad key; empty if it is not known in which way it is bad, or is none.
  public Optional<KeyFault> keyFault() {
    return keyFault;
  }

  /// The file or option that a bad key is in; empty without [#keyFault].
  public String source() {
    return source;
  }
}
