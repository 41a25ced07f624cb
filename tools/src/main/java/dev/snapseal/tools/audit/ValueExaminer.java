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
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Judges stored values one by one. Belongs to one thread.
final class ValueExaminer implements RecordVisitor, AutoCloseable {
  private static final GroupResource NO_RESOURCE = new GroupResource("", "");

  private final AuditContext context;
  private final AuditTotals totals = new AuditTotals();
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final IdentityCheck identity = new IdentityCheck();
  private final Optional<KeyRing> ring;
  private final Optional<ValueTransformers> transformers;
  private final PublishedKeyCheck published;
  private byte[] buffer = new byte[1 << 14];

  ValueExaminer(AuditContext context) {
    this.context = context;
    this.ring = context.options().keys();
    this.transformers =
        context.options().decrypts() ? ring.map(KeyRing::newWorker) : Optional.empty();
    this.published = new PublishedKeyCheck(totals);
  }

  AuditContext context() {
    return context;
  }

  AuditTotals totals() {
    return totals;
  }

  /// Wipes what was opened.
  @Override
  public void close() {
    Arrays.fill(buffer, (byte) 0);
    transformers.ifPresent(ValueTransformers::close);
    published.close();
  }

  @Override
  public void record(RevisionRecord record) {
    if (record.isTombstone() && record.valueLength() == 0) {
      return;
    }
    Scope scope = context.index().isLive(record) ? Scope.LIVE : Scope.SUPERSEDED;
    if (scope == Scope.LIVE || context.options().scope().includesHistory()) {
      examine(record, scope);
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    totals.countMalformedRecord();
    context
        .findings()
        .add(
            AuditFinding.ofFile(
                    AuditRule.MALFORMED_RECORD,
                    AuditRule.MALFORMED_RECORD.severity(),
                    context.path(),
                    fault.getMessage())
                .at(fault.pageId(), fault.offset()));
  }

  /// Judges one value, wherever it was found.
  void examine(RevisionRecord record, Scope scope) {
    Subject subject = subject(record, scope);
    int length = copyValue(record);
    StoredValue stored =
        ring.map(keyRing -> keyRing.classify(buffer, 0, length))
            .orElseGet(() -> StoredValue.classify(buffer, 0, length));
    switch (stored) {
      case StoredValue.Plain _ -> plain(subject, length);
      case StoredValue.Encrypted encrypted -> encrypted(subject, encrypted, length);
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

  /// Copies the value, or of one that is too large for the heap the beginning.
  private int copyValue(RevisionRecord record) {
    int length = Math.min(record.valueLength(), ValueTransformers.VALUE_MAX_BYTES);
    if (length > buffer.length) {
      Arrays.fill(buffer, (byte) 0);
      buffer =
          new byte
              [Math.max(length, Math.min(buffer.length * 2, ValueTransformers.VALUE_MAX_BYTES))];
    }
    context.snapshot().bytes().copy(record.valueOffset(), buffer, 0, length);
    return length;
  }

  /// A value counts by what it is, too: a Secret under a key that names none is a Secret.
  private void plain(Subject subject, int length) {
    Optional<Remnant> inside =
        subject.isOfPolicy()
            ? Optional.empty()
            : objectAt(subject, subject.record().valueOffset())
                .filter(object -> object.isOf(context.options().policy()));
    boolean isOfPolicy = subject.isOfPolicy() || inside.isPresent();
    totals.countPlain(subject.scope(), isOfPolicy);
    tally(subject, EncryptionPrefix.NONE);
    if (isOfPolicy) {
      subject.find(
          subject.plaintextRule(),
          EncryptionPrefix.NONE,
          inside
              .map(object -> "the value is a " + object.kind() + " without encryption")
              .orElse("the value is stored without encryption"));
    }
    checkIdentity(subject, EncryptionPrefix.NONE, buffer, 0, length);
  }

  private Optional<Remnant> objectAt(Subject subject, long offset) {
    RevisionRecord record = subject.record();
    return Remnant.at(
        context.snapshot().bytes(), offset, record.valueOffset() + record.valueLength());
  }

  private void encrypted(Subject subject, StoredValue.Encrypted encrypted, int length) {
    if (objectAt(subject, subject.record().valueOffset() + encrypted.bodyOffset()).isPresent()) {
      subject.find(
          AuditRule.MALFORMED_PREFIX, encrypted.prefix(), "a plaintext object follows the prefix");
      plain(subject, length);
      return;
    }
    EncryptionPrefix prefix = encrypted.prefix();
    totals.countEncrypted(subject.isOfPolicy());
    tally(subject, prefix);
    if (prefix.provider() == Provider.AESCBC) {
      totals.countUnauthenticated(prefix);
    }
    checkNonce(subject, encrypted);
    if (transformers.isPresent()) {
      decrypt(subject, encrypted, transformers.get(), length);
    } else {
      published.unopened(subject, encrypted, buffer);
      ring.ifPresent(keyRing -> checkPrefix(subject, prefix, keyRing));
    }
  }

  private void decrypt(
      Subject subject, StoredValue.Encrypted encrypted, ValueTransformers worker, int length) {
    EncryptionPrefix prefix = encrypted.prefix();
    try {
      DecryptedValue value =
          worker.decryptWithAnyKey(
              EtcdKey.of(subject.keyBytes()), buffer, 0, checkedLength(subject, length));
      if (value.readWithoutAuthentication() && prefix.provider() != Provider.AESCBC) {
        totals.countUnauthenticated(prefix);
      }
      published.opened(subject, encrypted, buffer, value);
      checkStale(subject, prefix, value);
      checkIdentity(subject, prefix, value.buffer(), value.offset(), value.length());
    } catch (ValueDecryptionException e) {
      totals.countUndecryptable();
      published.unopened(subject, encrypted, buffer);
      undecryptable(subject, prefix, e);
    }
  }

  private void undecryptable(
      Subject subject, EncryptionPrefix prefix, ValueDecryptionException failure) {
    switch (failure) {
      case ValueDecryptionException.UnknownKey _ -> unknownKey(subject, prefix);
      case ValueDecryptionException.AuthenticationFailed _,
          ValueDecryptionException.BadPadding _,
          ValueDecryptionException.NotAnObject _,
          ValueDecryptionException.MalformedCiphertext _,
          ValueDecryptionException.ValueTooLarge _,
          ValueDecryptionException.KmsRefused _,
          ValueDecryptionException.KmsUnavailable _ ->
          subject.find(AuditRule.UNDECRYPTABLE, prefix, failure.detail());
    }
  }

  private static void unknownKey(Subject subject, EncryptionPrefix prefix) {
    subject.find(
        AuditRule.KEY_NOT_CONFIGURED, prefix, "no configured key has the prefix " + prefix.text());
  }

  private static int checkedLength(Subject subject, int length)
      throws ValueDecryptionException.ValueTooLarge {
    if (subject.record().valueLength() > length) {
      throw new ValueDecryptionException.ValueTooLarge(
          subject.record().valueLength(), ValueTransformers.VALUE_MAX_BYTES);
    }
    return length;
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
      unknownKey(subject, prefix);
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
    OptionalLong other = context.nonces().add(subject.record(), encrypted, buffer);
    if (other.isPresent()) {
      subject.find(
          AuditRule.NONCE_REUSE,
          encrypted.prefix(),
          "its nonce is also that of the value at offset " + other.getAsLong());
    }
  }

  private void malformedPrefix(Subject subject, StoredValue.MalformedPrefix malformed) {
    totals.countMalformedValue();
    subject.find(AuditRule.MALFORMED_PREFIX, EncryptionPrefix.NONE, malformed.rule());
  }

  private void checkIdentity(
      Subject subject, EncryptionPrefix prefix, byte[] plain, int offset, int length) {
    if (subject.key() instanceof ObjectKey object
        && identity.fit(MemorySegment.ofArray(plain).asSlice(offset, length), object)
            == IdentityFit.DIFFERS) {
      subject.find(
          AuditRule.SWAPPED_VALUE, prefix, "the object inside says it is another than its key");
    }
  }

  private void tally(Subject subject, EncryptionPrefix prefix) {
    totals.tally().add(subject.resource(), prefix, subject.scope(), subject.record().valueLength());
  }
}
