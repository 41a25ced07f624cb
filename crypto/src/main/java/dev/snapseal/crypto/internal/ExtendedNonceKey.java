package dev.snapseal.crypto.internal;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// The AES-256 key of one value under a seed: HKDF-Expand with SHA-256 and the value's 32 bytes of
/// `info`, without extraction and without salt.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/aes/aes_extended_nonce.go">
///   apiserver encrypt/aes/aes_extended_nonce.go</a>
final class ExtendedNonceKey {
  static final int INFO = 32;
  private static final int KEY = 32;

  private final KDF hkdf;

  ExtendedNonceKey() {
    try {
      hkdf = KDF.getInstance("HKDF-SHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HKDF", e);
    }
  }

  /// @param seed at least 32 bytes
  /// @param info 32 bytes
  SecretKey derive(SecretKey seed, byte[] info) {
    try {
      return hkdf.deriveKey("AES", HKDFParameterSpec.expandOnly(seed, info, KEY));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the seed's length was checked", e);
    }
  }
}
