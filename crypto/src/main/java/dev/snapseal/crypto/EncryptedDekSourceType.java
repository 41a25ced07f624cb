package dev.snapseal.crypto;

import java.util.Optional;

/// What a KMS v2 plugin has wrapped: field 5 of the envelope.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/envelope/kmsv2/v2/api.proto">
///   apiserver envelope/kmsv2/v2/api.proto: `EncryptedDEKSourceType`</a>
public enum EncryptedDekSourceType {
  /// The AES key itself; written by Kubernetes 1.25 to 1.28, absent on the wire.
  AES_GCM_KEY,
  /// A seed from which HKDF makes a key for every value; the only kind written since Kubernetes
  /// 1.29.
  HKDF_SHA256_XNONCE_AES_GCM_SEED;

  /// The number on the wire.
  public int number() {
    return this == AES_GCM_KEY ? 0 : 1;
  }

  /// The type with this number, if it is one.
  public static Optional<EncryptedDekSourceType> of(long number) {
    return number == 0
        ? Optional.of(AES_GCM_KEY)
        : number == 1 ? Optional.of(HKDF_SHA256_XNONCE_AES_GCM_SEED) : Optional.empty();
  }
}
