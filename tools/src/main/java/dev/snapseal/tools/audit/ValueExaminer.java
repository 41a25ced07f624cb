package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.IdentityCheck;
import dev.snapseal.tools.kubernetes.IdentityFit;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.values.PublishedKeySampler;
import dev.snapseal.tools.values.ValueBuffer;
import dev.snapseal.tools.values.ValueWork;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;

/// Judges stored values one by one. Belongs to one thread.
final class ValueExaminer implements RecordVisitor, ValueWork.Worker {
  private static final GroupResource NO_RESOURCE = new GroupResource("", "");

  private final AuditContext context;
  private final AuditTotals totals = new AuditTotals();
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final Optional<KeyRing> ring;
  private final Optional<ValueTransformers> transformers;
  private final PublishedKeySampler published = new PublishedKeySampler();
  private final ValueBuffer buffer = new ValueBuffer();

  ValueExaminer(AuditContext context) {
    this.context = context;
    this.ring = context.options().keys();
    this.transformers =
        context.options().decrypts() ? ring.map(KeyRing::newWorker) : Optional.empty();
  }

  AuditContext context() {
    return context;
  }

  AuditTotals totals() {
    totals.published().putAll(published.published());
    return totals;
  }

  /// Wipes what was opened.
  @Override
  public void close() {
    buffer.close();
    transformers.ifPresent(ValueTransformers::close);
    published.close();
  }

  @Override
  public void record(RevisionRecord record) {
    if (record.isTombstone()) {
      return;
    }
    Scope scope = context.index().isNewest(record) ? Scope.LIVE : Scope.SUPERSEDED;
    if (scope == Scope.LIVE || context.options().scope().includesHistory()) {
      examine(record, scope);
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    totals.countMalformed();
    context
        .findings()
        .add(
            BackupAudit.ofFile(
                AuditRule.MALFORMED_RECORD,
                Severity.WARNING,
                context.path(),
                "page "
                    + fault.pageId()
                    + ", offset "
                    + fault.offset()
                    + ": "
                    + fault.getMessage()));
  }

  /// Judges one value, wherever it was found.
  void examine(RevisionRecord record, Scope scope) {
    Subject subject = subject(record, scope);
    buffer.load(record);
    byte[] bytes = buffer.bytes();
    int length = buffer.length();
    StoredValue stored =
        ring.map(keyRing -> keyRing.classify(bytes, 0, length))
            .orElseGet(() -> StoredValue.classify(bytes, 0, length));
    switch (stored) {
      case StoredValue.Plain _ -> plain(subject);
      case StoredValue.Encrypted encrypted -> encrypted(subject, encrypted);
      case StoredValue.MalformedPrefix malformed -> malformedPrefix(subject, malformed);
    }
  }

  private Subject subject(RevisionRecord record, Scope scope) {
    KubernetesKey key = keys.read(record.key());
    GroupResource resource =
        switch (key) {
          case ObjectKey object -> object.stored().groupResource();
          case KubernetesKey.OtherKey _ -> NO_RESOURCE;
        };
    return new Subject(
        context, record, scope, key, resource, context.options().policy().includes(resource));
  }

  private void plain(Subject subject) {
    totals.countPlain(subject.isOfPolicy());
    tally(subject, EncryptionPrefix.NONE);
    if (subject.isOfPolicy()) {
      subject.find(
          subject.plaintextRule(), EncryptionPrefix.NONE, "the value is stored without encryption");
    }
    checkIdentity(subject, EncryptionPrefix.NONE, buffer.bytes(), 0, buffer.length());
  }

  private void encrypted(Subject subject, StoredValue.Encrypted encrypted) {
    EncryptionPrefix prefix = encrypted.prefix();
    totals.countEncrypted(subject.isOfPolicy());
    tally(subject, prefix);
    if (prefix.provider() == Provider.AESCBC) {
      totals.unauthenticated().merge(prefix, 1L, Long::sum);
    }
    checkNonce(subject, encrypted);
    if (published.isPublished(EtcdKey.of(subject.keyBytes()), encrypted, buffer.bytes())
        && subject.isOfPolicy()) {
      totals.countPublished();
    }
    if (transformers.isPresent()) {
      decrypt(subject, prefix, transformers.get());
    } else if (ring.isPresent()) {
      checkPrefix(subject, prefix, ring.get());
    }
  }

  private void decrypt(Subject subject, EncryptionPrefix prefix, ValueTransformers worker) {
    try {
      DecryptedValue value =
          worker.decryptWithAnyKey(
              EtcdKey.of(subject.keyBytes()), buffer.bytes(), 0, buffer.wholeLength());
      if (value.readWithoutAuthentication() && prefix.provider() != Provider.AESCBC) {
        totals.unauthenticated().merge(prefix, 1L, Long::sum);
      }
      checkStale(subject, prefix, value);
      checkIdentity(subject, prefix, value.buffer(), value.offset(), value.length());
    } catch (ValueDecryptionException.UnknownKey e) {
      totals.countUndecryptable();
      subject.find(
          AuditRule.KEY_NOT_CONFIGURED,
          prefix,
          "no configured key has the prefix " + prefix.text());
    } catch (ValueDecryptionException e) {
      totals.countUndecryptable();
      subject.find(AuditRule.UNDECRYPTABLE, prefix, e.detail());
    }
  }

  private void checkStale(Subject subject, EncryptionPrefix prefix, DecryptedValue value) {
    KeyRing keyRing = ring.orElseThrow();
    boolean isStale =
        keyRing.hasRule(subject.resource())
            && (value.stale() || !keyRing.isWrittenLike(subject.resource(), value));
    if (isStale) {
      stale(subject, prefix, keyRing);
    }
  }

  private void checkPrefix(Subject subject, EncryptionPrefix prefix, KeyRing keyRing) {
    if (!keyRing.prefixes().contains(prefix)) {
      subject.find(
          AuditRule.KEY_NOT_CONFIGURED,
          prefix,
          "no configured key has the prefix " + prefix.text());
    } else if (keyRing.hasRule(subject.resource())
        && !keyRing.writingPrefix(subject.resource()).equals(prefix)) {
      stale(subject, prefix, keyRing);
    }
  }

  private void stale(Subject subject, EncryptionPrefix prefix, KeyRing keyRing) {
    totals.countStale();
    EncryptionPrefix current = keyRing.writingPrefix(subject.resource());
    subject.find(
        AuditRule.STALE_KEY,
        prefix,
        current.provider() == Provider.IDENTITY
            ? "the configuration would write this resource without encryption"
            : "the configuration writes with " + current.text());
  }

  private void checkNonce(Subject subject, StoredValue.Encrypted encrypted) {
    if (subject.scope() == Scope.FREE || subject.scope() == Scope.SLACK) {
      return;
    }
    OptionalLong other =
        context.nonces().add(encrypted, buffer.bytes(), subject.record().valueOffset());
    if (other.isPresent()) {
      subject.find(
          AuditRule.NONCE_REUSE,
          encrypted.prefix(),
          "its nonce is also that of the value at offset " + other.getAsLong());
    }
  }

  private void malformedPrefix(Subject subject, StoredValue.MalformedPrefix malformed) {
    totals.countMalformed();
    totals.countEncrypted(subject.isOfPolicy());
    subject.find(AuditRule.MALFORMED_PREFIX, EncryptionPrefix.NONE, malformed.rule());
  }

  private void checkIdentity(
      Subject subject, EncryptionPrefix prefix, byte[] plain, int offset, int length) {
    if (subject.key() instanceof ObjectKey object
        && IdentityCheck.fit(MemorySegment.ofArray(plain).asSlice(offset, length), object)
            == IdentityFit.DIFFERS) {
      subject.find(
          AuditRule.SWAPPED_VALUE, prefix, "the object inside says it is another than its key");
    }
  }

  private void tally(Subject subject, EncryptionPrefix prefix) {
    totals
        .tally()
        .add(
            subject.resource().group(),
            subject.resource().resource(),
            prefix,
            subject.scope(),
            subject.record().valueLength());
  }
}
