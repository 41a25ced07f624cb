package dev.snapseal.tools.audit;

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
final class PublishedKeySampler implements AutoCloseable {
  private static final int SAMPLES = 32;
  private static final int MAX_PREFIXES = 1000;

  private final AuditTotals totals;
  private final Map<EncryptionPrefix, Integer> tried = new HashMap<>();
  private final PublishedKeyTrial trial = new PublishedKeyTrial(PublishedKeys.load());

  PublishedKeySampler(AuditTotals totals) {
    this.totals = totals;
  }

  /// Whether everybody can open this value.
  boolean isPublished(Subject subject, StoredValue.Encrypted value, byte[] stored) {
    EncryptionPrefix prefix = value.prefix();
    if (isOfPlugin(prefix) || !isWorthTrying(prefix)) {
      return false;
    }
    Optional<PublishedKey> key = trial.opening(value, EtcdKey.of(subject.keyBytes()), stored);
    key.ifPresent(found -> totals.published().put(prefix, found.source()));
    return key.isPresent();
  }

  @Override
  public void close() {
    trial.close();
  }

  private boolean isWorthTrying(EncryptionPrefix prefix) {
    if (totals.published().containsKey(prefix)) {
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
