package dev.snapseal.crypto;

import java.util.Optional;

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
    if (!ReservedPrefix.begins(value, offset, length)) {
      return new Plain(PlainForm.of(value, offset, length));
    }
    for (Provider provider : ReservedPrefix.PROVIDERS) {
      if (provider.marks(value, offset, length)) {
        return KeyNameGuess.encrypted(provider, value, offset, length);
      }
    }
    return new MalformedPrefix("no provider and version that an API server writes");
  }

  /// The prefix of a value of which only the beginning is at hand, so that the body's length cannot
  /// help to tell where a key's name ends.
  ///
  /// @return empty if no API server wrote such a beginning
  static Optional<EncryptionPrefix> prefixOf(byte[] beginning, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, beginning.length);
    for (Provider provider : ReservedPrefix.PROVIDERS) {
      if (provider.marks(beginning, offset, length)) {
        return KeyNameGuess.prefix(provider, beginning, offset, length);
      }
    }
    return Optional.empty();
  }

  /// Whether the value begins with `k8s:enc:`, which no serialised object does.
  static boolean isEncrypted(byte[] value, int offset, int length) {
    return ReservedPrefix.begins(value, offset, length);
  }
}
