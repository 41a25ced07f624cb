package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.EncryptedDekSourceType;
import dev.snapseal.crypto.KmsPlugin;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.config.ProviderConfiguration;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// The plugin that the vectors were made with: a wrapped key is `TOY1:<key id>:` and the key, every
/// byte XOR 0x5A.
///
/// The socket in the configuration says which of the four it plays.
public final class ToyKms implements KmsPluginFactory {
  private final AtomicInteger decryptions = new AtomicInteger();
  private final AtomicInteger openings = new AtomicInteger();

  @Override
  public KmsPlugin open(ProviderConfiguration.Kms configuration) {
    openings.incrementAndGet();
    return new Plugin(configuration, decryptions);
  }

  @Override
  public EncryptedDekSourceType writes(ProviderConfiguration.Kms configuration) {
    return configuration.endpoint().contains("v2c")
        ? EncryptedDekSourceType.AES_GCM_KEY
        : EncryptedDekSourceType.HKDF_SHA256_XNONCE_AES_GCM_SEED;
  }

  int decryptions() {
    return decryptions.get();
  }

  int openings() {
    return openings.get();
  }

  /// Wraps as the plugin does.
  public static byte[] wrap(String keyId, byte[] key) {
    ByteArrayOutputStream wrapped = new ByteArrayOutputStream();
    wrapped.writeBytes(("TOY1:" + keyId + ":").getBytes(StandardCharsets.US_ASCII));
    for (byte b : key) {
      wrapped.write(b ^ 0x5A);
    }
    return wrapped.toByteArray();
  }

  private record Plugin(ProviderConfiguration.Kms configuration, AtomicInteger decryptions)
      implements KmsPlugin {

    private String keyId() {
      if (configuration.provider() == Provider.KMS_V1) {
        return "kek-v1";
      }
      return configuration.endpoint().contains("v2b") ? "kek-2027" : "kek-2026";
    }

    @Override
    public Status status() {
      return new Status("v2", "ok", keyId());
    }

    @Override
    public WrappedKey encrypt(byte[] dataKey) {
      boolean v1 = configuration.provider() == Provider.KMS_V1;
      Map<String, byte[]> annotations =
          configuration.endpoint().contains("v2b")
              ? Map.of("kek.toy.example", new byte[] {1, 2}, "empty.toy.example", new byte[0])
              : Map.of();
      return new WrappedKey(wrap(keyId(), dataKey), v1 ? "" : keyId(), annotations);
    }

    @Override
    public byte[] decrypt(WrappedKey wrapped) throws KmsPluginException {
      decryptions.incrementAndGet();
      String keyId = configuration.provider() == Provider.KMS_V1 ? "kek-v1" : wrapped.keyId();
      byte[] start = wrap(keyId, new byte[0]);
      byte[] all = wrapped.ciphertext();
      if (all.length < start.length
          || !Arrays.equals(start, 0, start.length, all, 0, start.length)) {
        throw new KmsPluginException(
            KmsPluginException.Reason.REFUSED,
            "rpc error: code = Unknown desc = toy kms: not wrapped by " + keyId);
      }
      byte[] key = Arrays.copyOfRange(all, start.length, all.length);
      for (int i = 0; i < key.length; i++) {
        key[i] ^= 0x5A;
      }
      return key;
    }

    @Override
    public void close() {}
  }
}
