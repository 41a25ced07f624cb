package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.config.PublishedKey;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.values.PublishedKeyCheck;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens encrypted values: with keys that everybody has, and with the user's own where canaries may
/// be inside. Belongs to one thread.
final class SealedValues implements AutoCloseable {
  private static final String DECRYPTED = "DECRYPTED";

  private final Optional<ValueTransformers> transformers;

  /// Made with the first value: most small files have none.
  private Optional<PublishedKeyCheck> published = Optional.empty();

  private final Canaries canaries;
  private final LiteralSet literals;

  SealedValues(SweepOptions options) {
    this.canaries = options.canaries();
    this.literals = canaries.literals();
    this.transformers =
        canaries.size() == 0 ? Optional.empty() : options.keys().map(KeyRing::newWorker);
  }

  /// Whether there are canaries to look for, and keys to open values with.
  boolean isSearched() {
    return transformers.isPresent();
  }

  private PublishedKeyCheck published() {
    if (published.isEmpty()) {
      published = Optional.of(new PublishedKeyCheck());
    }
    return published.get();
  }

  /// Tries a value whose etcd key is known.
  ///
  /// @param bytes where it stands
  /// @param found told what the value gives away
  void open(SnapshotBytes bytes, Owner owner, Consumer<Found> found) {
    if (owner.valueLength() > ValueTransformers.VALUE_MAX_BYTES) {
      return;
    }
    EtcdKey key = EtcdKey.of(bytes.copy(owner.keyOffset(), owner.keyLength()));
    byte[] value = bytes.copy(owner.valueOffset(), (int) owner.valueLength());
    if (StoredValue.classify(value, 0, value.length) instanceof StoredValue.Encrypted encrypted) {
      published()
          .unopened(key, encrypted, value)
          .map(PublishedKey::source)
          .map(
              source ->
                  Found.of(
                      Detector.PUBLISHED_KEY,
                      owner.valueOffset(),
                      "a value under "
                          + encrypted.prefix().text()
                          + ", a key printed in "
                          + source))
          .ifPresent(found);
      transformers.ifPresent(worker -> search(worker, key, value, owner, found));
    }
  }

  /// A value that no key opens holds nothing that can be searched.
  private void search(
      ValueTransformers worker, EtcdKey key, byte[] value, Owner owner, Consumer<Found> found) {
    try {
      DecryptedValue plain = worker.decryptWithAnyKey(key, value, 0, value.length);
      SnapshotBytes inside =
          new SnapshotBytes(
              "", MemorySegment.ofArray(plain.buffer()).asSlice(plain.offset(), plain.length()));
      literals.scan(
          inside,
          new ByteRange(0, inside.length()),
          inside.length(),
          (number, offset) ->
              found.accept(canaries.sealed(number, offset).inside(owner.valueOffset(), DECRYPTED)));
    } catch (ValueDecryptionException e) {
      // Counted by an audit, if it is part of a store.
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }

  @Override
  public void close() {
    published.ifPresent(PublishedKeyCheck::close);
    transformers.ifPresent(ValueTransformers::close);
  }
}
