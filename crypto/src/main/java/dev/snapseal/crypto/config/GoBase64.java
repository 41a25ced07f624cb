package dev.snapseal.crypto.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Standard base64 as Go's `base64.StdEncoding` reads it: padding is required, line breaks are
/// skipped anywhere, bits that no byte uses are not looked at.
///
/// @see <a href="https://github.com/golang/go/blob/go1.25.0/src/encoding/base64/base64.go">Go
///   encoding/base64</a>
final class GoBase64 {
  private GoBase64() {}

  /// Decodes a text.
  ///
  /// @return the bytes, which the caller wipes; nothing if the text is not base64
  static Optional<byte[]> decode(String text) {
    String bare = text.replace("\r", "").replace("\n", "");
    if (bare.length() % 4 != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(bare.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
