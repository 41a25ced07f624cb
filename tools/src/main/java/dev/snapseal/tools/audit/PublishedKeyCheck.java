package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.config.PublishedKey;
import dev.snapseal.crypto.config.PublishedKeys;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.PublishedKeyTrial;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Finds values that everybody can open, because public documentation prints their key. Belongs to
/// one thread.
final class PublishedKeyCheck implements AutoCloseable {
  private final AuditTotals totals;
  private final PublishedKeyTrial trial = new PublishedKeyTrial(PublishedKeys.load());
  private final Map<Integer, Optional<PublishedKey>> byKeyNumber = new HashMap<>();

  PublishedKeyCheck(AuditTotals totals) {
    this.totals = totals;
  }

  /// Tries the published keys on a value that no key of a configuration has opened.
  void unopened(Subject subject, StoredValue.Encrypted value, byte[] stored) {
    count(subject, value, trying(subject, value, stored));
  }

  /// Of a value that a configured key has opened; the first under each key tells for all.
  void opened(Subject subject, StoredValue.Encrypted value, byte[] stored, DecryptedValue opened) {
    count(
        subject,
        value,
        byKeyNumber.computeIfAbsent(opened.keyNumber(), number -> trying(subject, value, stored)));
  }

  @Override
  public void close() {
    trial.close();
  }

  private Optional<PublishedKey> trying(
      Subject subject, StoredValue.Encrypted value, byte[] stored) {
    Provider provider = value.prefix().provider();
    return provider == Provider.KMS_V1 || provider == Provider.KMS_V2
        ? Optional.empty()
        : trial.opening(value, EtcdKey.of(subject.keyBytes()), stored);
  }

  private void count(Subject subject, StoredValue.Encrypted value, Optional<PublishedKey> key) {
    key.ifPresent(
        found -> totals.countPublished(value.prefix(), found.source(), subject.isOfPolicy()));
  }
}
