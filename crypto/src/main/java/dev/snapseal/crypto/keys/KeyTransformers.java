package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.internal.AesCbcTransformer;
import dev.snapseal.crypto.internal.AesGcmFirstBytes;
import dev.snapseal.crypto.internal.AesGcmTransformer;
import dev.snapseal.crypto.internal.BodyTransformer;
import dev.snapseal.crypto.internal.FirstBytes;
import dev.snapseal.crypto.internal.NonceSource;
import dev.snapseal.crypto.internal.bouncycastle.SecretboxTransformer;
import java.util.Arrays;

/// Makes what a provider does with a key that stands in a file.
final class KeyTransformers {
  private KeyTransformers() {}

  static BodyTransformer of(Provider provider, SecretKeyBytes key, NonceSource nonces) {
    return switch (provider) {
      case AESCBC -> new AesCbcTransformer(key.forAes(), nonces);
      case AESGCM -> new AesGcmTransformer(key.forAes(), nonces);
      case SECRETBOX -> secretbox(key, nonces);
      case IDENTITY, KMS_V1, KMS_V2 -> throw noKey(provider);
    };
  }

  static FirstBytes firstBytes(Provider provider, SecretKeyBytes key, NonceSource nonces) {
    return switch (provider) {
      case AESCBC -> new AesCbcTransformer(key.forAes(), nonces);
      case AESGCM -> new AesGcmFirstBytes(key.forAes());
      case SECRETBOX -> secretbox(key, nonces);
      case IDENTITY, KMS_V1, KMS_V2 -> throw noKey(provider);
    };
  }

  private static SecretboxTransformer secretbox(SecretKeyBytes key, NonceSource nonces) {
    byte[] bytes = key.toBytes();
    try {
      return new SecretboxTransformer(bytes, nonces);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static IllegalArgumentException noKey(Provider provider) {
    return new IllegalArgumentException(provider + " has no key in the configuration");
  }
}
