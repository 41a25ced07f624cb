package dev.snapseal.tools.values;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.config.PublishedKey;
import dev.snapseal.crypto.config.PublishedKeys;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.PublishedKeyTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds values that everybody can open, because public documentation prints their key. Belongs to
/// one thread.
public final class PublishedKeyCheck implements AutoCloseable {
  private final PublishedKeyTrial trial = new PublishedKeyTrial(PublishedKeys.load());

  /// What was found for each key of the ring; nothing yet for those not met.
  private final List<Optional<Optional<PublishedKey>>> byKeyNumber = new ArrayList<>();

  /// The published key that opens a value which no key of a configuration has opened.
  ///
  /// @param key the complete etcd key
  /// @param stored the array in which `value` was found
  public Optional<PublishedKey> unopened(EtcdKey key, StoredValue.Encrypted value, byte[] stored) {
    Provider provider = value.prefix().provider();
    return provider == Provider.KMS_V1 || provider == Provider.KMS_V2
        ? Optional.empty()
        : trial.opening(value, key, stored);
  }

  /// The published key that opens a value which a configured key has opened; the first value under
  /// each key tells for all.
  ///
  /// @param key the complete etcd key
  /// @param stored the array in which `value` was found
  public Optional<PublishedKey> opened(
      EtcdKey key, StoredValue.Encrypted value, byte[] stored, DecryptedValue opened) {
    while (byKeyNumber.size() <= opened.keyNumber()) {
      byKeyNumber.add(Optional.empty());
    }
    Optional<Optional<PublishedKey>> known = byKeyNumber.get(opened.keyNumber());
    if (known.isPresent()) {
      return known.get();
    }
    Optional<PublishedKey> found = unopened(key, value, stored);
    byKeyNumber.set(opened.keyNumber(), Optional.of(found));
    return found;
  }

  @Override
  public void close() {
    trial.close();
  }
}
