package dev.snapseal.crypto;

import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import java.util.Optional;

/// Where a stored value keeps what must never repeat under one key.
///
/// @param offset of the first byte, in the array that was classified
/// @param lengthBytes 16 with `aescbc`, 12 with `aesgcm`, 24 with `secretbox`; with KMS v2, under
///   one data key, 12, or 44 with a seed (the value's own `info` and the nonce)
public record NonceLocation(int offset, int lengthBytes) {

  /// Finds it. Values of KMS v1 have a data key each, and no body that is too short has a nonce.
  ///
  /// @param stored the array in which `value` was found
  public static Optional<NonceLocation> in(StoredValue.Encrypted value, byte[] stored) {
    return switch (value.prefix().provider()) {
      case IDENTITY, KMS_V1 -> Optional.empty();
      case AESCBC -> first(value.bodyOffset(), value.bodyLength(), 16);
      case AESGCM -> first(value.bodyOffset(), value.bodyLength(), 12);
      case SECRETBOX -> first(value.bodyOffset(), value.bodyLength(), 24);
      case KMS_V2 -> inEnvelope(value, stored);
    };
  }

  private static Optional<NonceLocation> inEnvelope(StoredValue.Encrypted value, byte[] stored) {
    try {
      KmsV2Envelope envelope = KmsV2Envelope.parse(stored, value.bodyOffset(), value.bodyLength());
      int lengthBytes =
          switch (envelope.dek().type()) {
            case AES_GCM_KEY -> 12;
            case HKDF_SHA256_XNONCE_AES_GCM_SEED -> 44;
          };
      return first(envelope.dataOffset(), envelope.dataLength(), lengthBytes);
    } catch (MalformedCiphertext _) {
      return Optional.empty();
    }
  }

  private static Optional<NonceLocation> first(int offset, int available, int lengthBytes) {
    return available < lengthBytes
        ? Optional.empty()
        : Optional.of(new NonceLocation(offset, lengthBytes));
  }
}
