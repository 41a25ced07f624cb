package dev.snapseal.crypto.config;

/// A file is neither JSON nor YAML; the message never quotes its content.
final class ConfigSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigSyntaxException(String message) {
    super(message);
  }
}
