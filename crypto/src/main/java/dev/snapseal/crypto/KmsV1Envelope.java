package dev.snapseal.crypto;

import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import java.util.Arrays;
import java.util.Map;

/// Body of a KMS v1 value: length (2 bytes, big-endian), wrapped data key of that length,
/// ciphertext under it.
///
/// @param dek the wrapped data key, which is this value's own
/// @param dataOffset where the ciphertext begins, in the array that was parsed
/// @param dataLength its bytes, possibly 0
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/envelope/envelope.go">
///   apiserver envelope/envelope.go</a>
public record KmsV1Envelope(WrappedDek dek, int dataOffset, int dataLength) {
  private static final int LENGTH_PREFIX = 2;

  /// Reads the body in `length` bytes of `stored` from `offset`.
  public static KmsV1Envelope parse(byte[] stored, int offset, int length)
      throws MalformedCiphertext {
    if (length < LENGTH_PREFIX) {
      throw malformed();
    }
    int dekLength = ((stored[offset] & 0xFF) << 8) | (stored[offset + 1] & 0xFF);
    if (dekLength > length - LENGTH_PREFIX) {
      throw malformed();
    }
    int dekOffset = offset + LENGTH_PREFIX;
    byte[] dek = Arrays.copyOfRange(stored, dekOffset, dekOffset + dekLength);
    return new KmsV1Envelope(
        new WrappedDek(EncryptedDekSourceType.AES_GCM_KEY, dek, "", Map.of()),
        dekOffset + dekLength,
        length - LENGTH_PREFIX - dekLength);
  }

  private static MalformedCiphertext malformed() {
    return new MalformedCiphertext(
        "invalid data encountered by envelope transformer: failed to read uint16 length prefixed"
            + " data");
  }
}
