package dev.snapseal.tools.kms;

/// Text that a plugin sent, made fit for a message.
final class PluginText {
  private static final int MAX_CHARACTERS = 512;

  private PluginText() {}

  /// The text without control characters, cut when it is long.
  static String clean(String text) {
    String plain = text.replaceAll("\\p{C}", "?");
    return plain.length() <= MAX_CHARACTERS ? plain : plain.substring(0, MAX_CHARACTERS) + "…";
  }
}
