package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.keys.SecretKeyBytes;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// A key of encryption at rest that lies in what is searched. Closing wipes it.
///
/// @param prefix of the values under it
/// @param secret nothing if it is no key that the provider takes
record FoundKey(EncryptionPrefix prefix, Optional<SecretKeyBytes> secret) implements AutoCloseable {
  private static final int GROUP = 4;

  /// @param name as the configuration has it
  /// @param base64 of the key; without the signs that fill it up or with them
  static FoundKey of(Provider provider, String name, ByteText base64) {
    return new FoundKey(new EncryptionPrefix(provider, name), secret(provider, base64));
  }

  private static Optional<SecretKeyBytes> secret(Provider provider, ByteText base64) {
    byte[] text = base64.bytes().copy(base64.start(), base64.length());
    byte[] secret = new byte[text.length / GROUP * 3 + 3];
    try {
      int length = Base64.getDecoder().decode(text, secret);
      byte[] exact = Arrays.copyOf(secret, length);
      try {
        return takes(provider, length)
            ? Optional.of(SecretKeyBytes.copyOf(exact))
            : Optional.empty();
      } finally {
        Arrays.fill(exact, (byte) 0);
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    } finally {
      Arrays.fill(text, (byte) 0);
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static boolean takes(Provider provider, int lengthBytes) {
    return lengthBytes == 32
        || (provider != Provider.SECRETBOX && (lengthBytes == 16 || lengthBytes == 24));
  }

  @Override
  public void close() {
    secret.ifPresent(SecretKeyBytes::close);
  }
}
