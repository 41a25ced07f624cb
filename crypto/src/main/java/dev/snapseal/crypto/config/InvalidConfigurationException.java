package dev.snapseal.crypto.config;

/// A file is no `EncryptionConfiguration` that the API server would take.
///
/// The message is the API server's own, except where that prints secrets: there it says `REDACTED`.
public final class InvalidConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ConfigurationFault fault;

  InvalidConfigurationException(ConfigurationFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /// What is wrong; of several faults, the first that the server names.
  public ConfigurationFault fault() {
    return fault;
  }
}
