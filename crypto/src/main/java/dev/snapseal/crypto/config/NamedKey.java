package dev.snapseal.crypto.config;

import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.keys.SecretKeyBytes;
import java.util.Arrays;
import java.util.Optional;

/// A key of `aescbc`, `aesgcm` or `secretbox`.
///
/// @param name not empty; may hold colons, and need not be unique
/// @param secret 16, 24 or 32 bytes; 32 with `secretbox`
public record NamedKey(String name, SecretKeyBytes secret) {

  /// A key that stands somewhere else than in a configuration.
  ///
  /// @return nothing if the text is no key that the provider takes
  static Optional<NamedKey> ofBase64(Provider provider, String name, String base64) {
    Optional<byte[]> decoded = GoBase64.decode(base64.strip());
    try {
      return decoded
          .filter(secret -> takes(provider, secret.length))
          .map(secret -> new NamedKey(name, SecretKeyBytes.copyOf(secret)));
    } finally {
      decoded.ifPresent(secret -> Arrays.fill(secret, (byte) 0));
    }
  }

  private static boolean takes(Provider provider, int lengthBytes) {
    return lengthBytes == 32
        || (provider != Provider.SECRETBOX && (lengthBytes == 16 || lengthBytes == 24));
  }
}
