package dev.snapseal.benchmarks;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.ValueTransformers;

/// Snapseal's own: what commands call for each value, prefix and key lookup included.
final class TransformerCipher implements ValueCipher {
  private final ValueTransformers transformers;
  private DecryptedValue last;

  TransformerCipher(SealingKey key) {
    this.transformers = key.newRing().newWorker();
  }

  @Override
  public int open(ValueSample sample) {
    try {
      last =
          transformers.decryptWithAnyKey(sample.path(), sample.stored(), 0, sample.stored().length);
      return last.length();
    } catch (ValueDecryptionException e) {
      throw new IllegalStateException("the sample was sealed with this key", e);
    }
  }

  @Override
  public byte[] opened() {
    return last.toBytes();
  }

  @Override
  public int seal(ValueSample sample, byte[] out) {
    try {
      byte[] plain = sample.plain();
      return transformers.encrypt(
          SealingKey.SECRETS, sample.path(), plain, 0, plain.length, out, 0);
    } catch (KmsPluginException e) {
      throw new IllegalStateException("no plugin is configured", e);
    }
  }
}
