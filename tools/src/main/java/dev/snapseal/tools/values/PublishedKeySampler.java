package dev.snapseal.tools.values;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.config.PublishedKey;
import dev.snapseal.crypto.config.PublishedKeys;
import dev.snapseal.crypto.keys.PublishedKeyTrial;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Tries published keys on the first values under each prefix. Belongs to one thread.
///
/// Values under one prefix almost always have one key, so a few tell for all; once one has opened,
/// every value under the prefix is tried.
public final class PublishedKeySampler implements AutoCloseable {
  private static final int SAMPLES = 32;
  private static final int MAX_PREFIXES = 1000;

  private final Map<EncryptionPrefix, String> published = new HashMap<>();
  private final Map<EncryptionPrefix, Integer> tried = new HashMap<>();
  private final PublishedKeyTrial trial = new PublishedKeyTrial(PublishedKeys.load());

  /// Whether everybody can open this value.
  ///
  /// @param stored the array in which `value` was found
  public boolean isPublished(EtcdKey key, StoredValue.Encrypted value, byte[] stored) {
    EncryptionPrefix prefix = value.prefix();
    if (isOfPlugin(prefix) || !isWorthTrying(prefix)) {
      return false;
    }
    Optional<PublishedKey> opening = trial.opening(value, key, stored);
    opening.ifPresent(found -> published.put(prefix, found.source()));
    return opening.isPresent();
  }

  /// Where the keys are printed that opened a value so far, by the value's prefix.
  public Map<EncryptionPrefix, String> published() {
    return Map.copyOf(published);
  }

  @Override
  public void close() {
    trial.close();
  }

  private boolean isWorthTrying(EncryptionPrefix prefix) {
    if (published.containsKey(prefix)) {
      return true;
    }
    int times = tried.getOrDefault(prefix, 0);
    if (times >= SAMPLES || (times == 0 && tried.size() >= MAX_PREFIXES)) {
      return false;
    }
    tried.put(prefix, times + 1);
    return true;
  }

  private static boolean isOfPlugin(EncryptionPrefix prefix) {
    return prefix.provider() == Provider.KMS_V1 || prefix.provider() == Provider.KMS_V2;
  }
}
