package dev.snapseal.tools.values;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Opens the values of records, one at a time, with whatever keys are at hand. Belongs to one
/// thread.
public final class ValueOpener implements AutoCloseable {
  private final Optional<KeyRing> ring;
  private final Optional<ValueTransformers> transformers;
  private final ValueBuffer buffer = new ValueBuffer();

  /// An opener for the calling thread.
  ///
  /// @param ring stays the caller's
  public ValueOpener(Optional<KeyRing> ring) {
    this.ring = ring;
    this.transformers = ring.map(KeyRing::newWorker);
  }

  /// What the first bytes of a record's value say; the value stays loaded for [#open].
  public StoredValue load(RevisionRecord record) {
    buffer.load(record);
    return classify();
  }

  /// What the first bytes of a value say; the value stays loaded for [#open].
  public StoredValue load(MemorySegment value) {
    buffer.load(value);
    return classify();
  }

  private StoredValue classify() {
    byte[] bytes = buffer.bytes();
    int length = buffer.length();
    return ring.map(keys -> keys.classify(bytes, 0, length))
        .orElseGet(() -> StoredValue.classify(bytes, 0, length));
  }

  /// The content of a record's value.
  ///
  /// @return valid until the next value is opened
  /// @throws ValueDecryptionException.UnknownKey also when no keys are at hand and the value is
  ///   encrypted
  public MemorySegment open(RevisionRecord record) throws ValueDecryptionException {
    buffer.load(record);
    return openLoaded(record.keyBytes());
  }

  /// The content of a value under an etcd key.
  ///
  /// @return valid until the next value is opened
  /// @throws ValueDecryptionException.UnknownKey also when no keys are at hand and the value is
  ///   encrypted
  public MemorySegment open(byte[] etcdKey, MemorySegment value) throws ValueDecryptionException {
    buffer.load(value);
    return openLoaded(etcdKey);
  }

  private MemorySegment openLoaded(byte[] etcdKey) throws ValueDecryptionException {
    int length = buffer.wholeLength();
    if (!StoredValue.isEncrypted(buffer.bytes(), 0, length)) {
      return MemorySegment.ofArray(buffer.bytes()).asSlice(0, length).asReadOnly();
    }
    if (transformers.isEmpty()) {
      throw new ValueDecryptionException.UnknownKey("no configuration was given");
    }
    EtcdKey key = EtcdKey.of(etcdKey);
    DecryptedValue value = transformers.get().decryptWithAnyKey(key, buffer.bytes(), 0, length);
    return MemorySegment.ofArray(value.buffer())
        .asSlice(value.offset(), value.length())
        .asReadOnly();
  }

  /// Whether a published key opens the encrypted value that is loaded.
  ///
  /// @param loaded what [#load(MemorySegment)] made of it
  public boolean isOpenedBy(
      PublishedKeyCheck published, byte[] etcdKey, StoredValue.Encrypted loaded) {
    return buffer.isWhole()
        && published.unopened(EtcdKey.of(etcdKey), loaded, buffer.bytes()).isPresent();
  }

  /// Wipes what was opened.
  @Override
  public void close() {
    buffer.close();
    transformers.ifPresent(ValueTransformers::close);
  }
}
