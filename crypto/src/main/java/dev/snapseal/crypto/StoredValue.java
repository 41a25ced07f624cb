package dev.snapseal.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What the first bytes of a stored value say, without any key.
public sealed interface StoredValue {

  /// Not encrypted.
  record Plain(PlainForm form) implements StoredValue {}

  /// Encrypted.
  ///
  /// @param prefix the provider is certain; the key's name is a guess where it may hold colons, see
  ///   [#classify]
  /// @param bodyOffset where the body begins, in the array that was classified
  /// @param bodyLength its bytes, possibly 0
  record Encrypted(EncryptionPrefix prefix, int bodyOffset, int bodyLength)
      implements StoredValue {}

  /// Begins with the reserved `k8s:enc:` and yet with no prefix that an API server writes.
  ///
  /// @param rule what is wrong with it
  record MalformedPrefix(String rule) implements StoredValue {}

  /// Classifies `length` bytes of `value` from `offset`.
  ///
  /// A key name ends at a colon and may hold colons, so without the configuration it is guessed:
  /// usually at the first colon, behind an RFC 3339 time (as k3s names keys) if there is one, and
  /// in any case so that the body has a length that its provider makes.
  static StoredValue classify(byte[] value, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, value.length);
    if (!Reserved.begins(value, offset, length)) {
      return new Plain(PlainForm.of(value, offset, length));
    }
    for (Provider provider : Reserved.ENCRYPTING) {
      byte[] marker = Reserved.marker(provider);
      if (Reserved.startsWith(marker, value, offset, length)) {
        return KeyNameGuess.encrypted(provider, marker.length, value, offset, length);
      }
    }
    return new MalformedPrefix("no provider and version that an API server writes");
  }

  /// Whether the value begins with `k8s:enc:`, which no serialised object does.
  static boolean isEncrypted(byte[] value, int offset, int length) {
    return Reserved.begins(value, offset, length);
  }

  /// The reserved beginnings, as bytes.
  final class Reserved {
    private static final byte[] RESERVED = "k8s:enc:".getBytes(StandardCharsets.US_ASCII);
    private static final Provider[] ENCRYPTING = {
      Provider.AESCBC, Provider.AESGCM, Provider.SECRETBOX, Provider.KMS_V1, Provider.KMS_V2
    };
    private static final byte[][] MARKERS =
        Arrays.stream(Provider.values())
            .map(provider -> provider.marker().getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private Reserved() {}

    private static byte[] marker(Provider provider) {
      return MARKERS[provider.ordinal()];
    }

    private static boolean begins(byte[] value, int offset, int length) {
      return startsWith(RESERVED, value, offset, length);
    }

    private static boolean startsWith(byte[] start, byte[] value, int offset, int length) {
      return length >= start.length
          && Arrays.equals(start, 0, start.length, value, offset, offset + start.length);
    }
  }
}
