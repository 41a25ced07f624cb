package dev.snapseal.crypto;

import java.nio.charset.StandardCharsets;

/// What stands before the encrypted body of a stored value: `k8s:enc:<provider>:<version>:<name>:`.
///
/// @param provider who encrypted
/// @param keyName name of the key, or with KMS of the plugin's entry in the configuration; it may
///   hold colons; empty for [Provider#IDENTITY]
public record EncryptionPrefix(Provider provider, String keyName) {
  /// The empty prefix of values stored as they are.
  public static final EncryptionPrefix NONE = new EncryptionPrefix(Provider.IDENTITY, "");

  /// By hand, as [#hashCode]: the ones the compiler makes for a record take milliseconds to start,
  /// and every value of a backup is counted by its prefix.
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof EncryptionPrefix that
            && provider == that.provider
            && keyName.equals(that.keyName));
  }

  @Override
  public int hashCode() {
    return 31 * provider.marker().hashCode() + keyName.hashCode();
  }

  /// The prefix as it is stored, with its last colon; empty for [Provider#IDENTITY].
  public String text() {
    return provider == Provider.IDENTITY ? "" : provider.marker() + keyName + ":";
  }

  /// Bytes that the prefix takes in a stored value.
  public int lengthBytes() {
    return toBytes().length;
  }

  /// The prefix as stored.
  public byte[] toBytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }
}
