package dev.snapseal.tools.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.KmsV1Envelope;
import dev.snapseal.crypto.KmsV2Envelope;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.WrappedDek;
import dev.snapseal.crypto.config.PublishedKey;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.keys.KeyTally.Liveness;
import dev.snapseal.tools.values.NonceRegistry;
import dev.snapseal.tools.values.PublishedKeyCheck;
import dev.snapseal.tools.values.ValueBuffer;
import dev.snapseal.tools.values.ValueWork;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Counts values by the key they are under. Belongs to one thread.
final class KeyCounter implements RecordVisitor, ValueWork.Worker {
  private final RevisionIndex index;
  private final NonceRegistry nonces;
  private final DistinctHashes wrappedDeks;
  private final Optional<KeyRing> ring;
  private final Optional<ValueTransformers> transformers;
  private final PublishedKeyCheck published = new PublishedKeyCheck();
  private final ValueBuffer buffer = new ValueBuffer();
  private final Map<EncryptionPrefix, KeyTally> tallies = new HashMap<>();
  private final Map<EncryptionPrefix, String> publishedAt = new HashMap<>();
  private long plaintextValues;
  private long malformedValues;

  KeyCounter(
      RevisionIndex index,
      NonceRegistry nonces,
      DistinctHashes wrappedDeks,
      Optional<KeyRing> ring) {
    this.index = index;
    this.nonces = nonces;
    this.wrappedDeks = wrappedDeks;
    this.ring = ring;
    this.transformers = ring.map(KeyRing::newWorker);
  }

  Map<EncryptionPrefix, KeyTally> tallies() {
    return tallies;
  }

  /// Where keys are printed that open values, by prefix.
  Map<EncryptionPrefix, String> published() {
    return publishedAt;
  }

  long plaintextValues() {
    return plaintextValues;
  }

  long malformedValues() {
    return malformedValues;
  }

  @Override
  public void close() {
    buffer.close();
    published.close();
    transformers.ifPresent(ValueTransformers::close);
  }

  @Override
  public void record(RevisionRecord record) {
    if (record.isTombstone()) {
      return;
    }
    buffer.load(record);
    byte[] bytes = buffer.bytes();
    int length = buffer.length();
    StoredValue stored =
        ring.map(keys -> keys.classify(bytes, 0, length))
            .orElseGet(() -> StoredValue.classify(bytes, 0, length));
    switch (stored) {
      case StoredValue.Plain _ -> plaintextValues++;
      case StoredValue.MalformedPrefix _ -> malformedValues++;
      case StoredValue.Encrypted encrypted -> encrypted(record, encrypted);
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    malformedValues++;
  }

  private void encrypted(RevisionRecord record, StoredValue.Encrypted value) {
    if (tallies.size() >= KeyInventory.MAX_KEYS && !tallies.containsKey(value.prefix())) {
      malformedValues++;
      return;
    }
    KeyTally tally = tallies.computeIfAbsent(value.prefix(), prefix -> new KeyTally());
    Liveness liveness = index.isLive(record) ? Liveness.LIVE : Liveness.SUPERSEDED;
    tally.countValue(liveness, record.revision().main());
    if (nonces.add(record, value, buffer.bytes()).isPresent()) {
      tally.countDuplicateNonce();
    }
    EtcdKey key = EtcdKey.of(record.key().toArray(ValueLayout.JAVA_BYTE));
    Optional<WrappedDek> dek = wrappedDek(value);
    dek.ifPresent(wrapped -> count(wrapped, tally));
    Optional<KmsKeyTally> kmsKey = dek.flatMap(wrapped -> tally.kmsKey(wrapped.keyId()));
    kmsKey.ifPresent(counted -> counted.countValue(liveness));
    long openedBefore = tally.opens();
    Optional<PublishedKey> printed =
        transformers.isPresent()
            ? open(transformers.get(), key, value, tally, liveness)
            : published.unopened(key, value, buffer.bytes());
    if (tally.opens() > openedBefore) {
      kmsKey.ifPresent(counted -> counted.countOpened(liveness));
    }
    printed.ifPresent(found -> publishedAt.put(value.prefix(), found.source()));
  }

  private void count(WrappedDek dek, KeyTally tally) {
    if (wrappedDeks.add(HexFormat.fromHexDigitsToLong(dek.sha256(), 0, 16))) {
      tally.countWrappedDek();
    }
  }

  private Optional<WrappedDek> wrappedDek(StoredValue.Encrypted value) {
    try {
      int offset = value.bodyOffset();
      int length = value.bodyLength();
      return switch (value.prefix().provider()) {
        case IDENTITY, AESCBC, AESGCM, SECRETBOX -> Optional.empty();
        case KMS_V1 -> Optional.of(KmsV1Envelope.parse(buffer.bytes(), offset, length).dek());
        case KMS_V2 -> Optional.of(KmsV2Envelope.parse(buffer.bytes(), offset, length).dek());
      };
    } catch (ValueDecryptionException.MalformedCiphertext e) {
      return Optional.empty();
    }
  }

  /// Opens the value, and looks whether its key is a published one.
  private Optional<PublishedKey> open(
      ValueTransformers worker,
      EtcdKey key,
      StoredValue.Encrypted value,
      KeyTally tally,
      Liveness liveness) {
    byte[] stored = buffer.bytes();
    try {
      DecryptedValue opened = worker.decryptWithAnyKey(key, stored, 0, buffer.wholeLength());
      tally.countOpened(liveness, opened.keyNumber());
      return published.opened(key, value, stored, opened);
    } catch (ValueDecryptionException e) {
      tally.countFailure(e);
      return published.unopened(key, value, stored);
    }
  }
}
