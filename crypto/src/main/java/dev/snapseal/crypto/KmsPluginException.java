package dev.snapseal.crypto;

import java.io.IOException;

/// A key management plugin did not do what it was asked; says which of the reasons that need
/// different next steps.
public final class KmsPluginException extends IOException {
  private static final long serialVersionUID = 1L;

  /// Why the call failed.
  public enum Reason {
    /// No plugin answers on the socket.
    UNREACHABLE,
    /// A plugin is there but did not answer within the configured time.
    TIMED_OUT,
    /// It answered, and refused (a data key that it did not wrap, a key that is gone).
    REFUSED,
    /// It answered that it is not healthy, or speaks another version.
    UNHEALTHY
  }

  private final Reason reason;
  private final String socket;

  public KmsPluginException(Reason reason, String message) {
    this(reason, message, "");
  }

  /// @param socket the plugin's socket, an absolute path
  public KmsPluginException(Reason reason, String message, String socket) {
    super(message);
    this.reason = reason;
    this.socket = socket;
  }

  public KmsPluginException(Reason reason, String message, Throwable cause) {
    this(reason, message, "", cause);
  }

  /// @param socket the plugin's socket, an absolute path; empty if it is not known
  public KmsPluginException(Reason reason, String message, String socket, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.socket = socket;
  }

  public Reason reason() {
    return reason;
  }

  /// The absolute path of the plugin's socket; empty if it is not known.
  public String socket() {
    return socket;
  }
}
