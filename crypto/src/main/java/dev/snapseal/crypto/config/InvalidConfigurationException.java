package dev.snapseal.crypto.config;

/// A file is no `EncryptionConfiguration` that the API server would take.
///
/// The message is the API server's own, except where that prints secrets: there it says `REDACTED`.
public final class InvalidConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidConfigurationException(String message) {
    super(message);
  }
}
