package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.config.PublishedKey;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.crypto.keys.WritingRule;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.IdentityCheck;
import dev.snapseal.tools.kubernetes.IdentityFit;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.plaintext.LongObject;
import dev.snapseal.tools.plaintext.Remnant;
import dev.snapseal.tools.plaintext.RemnantScan;
import dev.snapseal.tools.plaintext.TextBody;
import dev.snapseal.tools.values.PublishedKeyCheck;
import dev.snapseal.tools.values.ValueBuffer;
import dev.snapseal.tools.values.ValueWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Judges stored values one by one. Belongs to one thread.
final class ValueExaminer implements RecordVisitor, ValueWork.Worker {
  private static final GroupResource NO_RESOURCE = new GroupResource("", "");

  private final AuditContext context;
  private final AuditTotals totals = new AuditTotals();
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final IdentityCheck identity = new IdentityCheck();
  private final Optional<KeyRing> ring;
  private final Optional<ValueTransformers> transformers;
  private final PublishedKeyCheck published = new PublishedKeyCheck();
  private final ValueBuffer buffer = new ValueBuffer();
  private final ResourceRules rules;

  /// Of the value that is being judged; it only gets graver.
  private ValueState state = ValueState.ENCRYPTED;

  ValueExaminer(AuditContext context) {
    this.context = context;
    this.ring = context.options().keys();
    this.transformers =
        context.options().decrypts() ? ring.map(KeyRing::newWorker) : Optional.empty();
    this.rules = new ResourceRules(context.options().policy(), ring);
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
    buffer.close();
    transformers.ifPresent(ValueTransformers::close);
    published.close();
  }

  @Override
  public void record(RevisionRecord record) {
    if (record.hasForeignFields()) {
      foreignFields(record);
    }
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
    malformed(fault.getMessage(), fault.pageId(), fault.offset());
  }

  private void malformed(String message, long pageId, long offset) {
    totals.countMalformedRecord();
    context
        .findings()
        .add(
            AuditFinding.ofFile(
                AuditRule.MALFORMED_RECORD,
                AuditRule.MALFORMED_RECORD.severity(),
                context.path(),
                AuditFinding.Place.of(pageId, offset),
                message));
  }

  /// What stands beside the value that counts may be plaintext.
  private void foreignFields(RevisionRecord record) {
    malformed(
        "the record of revision " + record.revision() + " has fields that no etcd writes",
        record.pageId(),
        record.recordOffset());
    FragmentExaminer fragments = new FragmentExaminer(this, Scope.SUPERSEDED);
    long value = record.valueOffset();
    long recordEnd = record.recordOffset() + record.recordLength();
    fragments.examine(new ByteRange(record.recordOffset(), value), Stretch.Closing.CUT);
    fragments.examine(new ByteRange(value + record.valueLength(), recordEnd), Stretch.Closing.ENDS);
  }

  /// Judges one value, wherever it was found.
  void examine(RevisionRecord record, Scope scope) {
    Subject subject = subject(record, scope);
    buffer.load(record);
    byte[] bytes = buffer.bytes();
    int length = buffer.length();
    StoredValue stored =
        ring.isPresent()
            ? ring.get().classify(bytes, 0, length)
            : StoredValue.classify(bytes, 0, length);
    // Apart from the switch, which is linked slowly: of a big backup nearly all values are such.
    if (stored instanceof StoredValue.Encrypted encrypted) {
      encrypted(subject, encrypted);
      return;
    }
    switch (stored) {
      case StoredValue.Plain _ -> plain(subject);
      case StoredValue.Encrypted encrypted -> encrypted(subject, encrypted);
      case StoredValue.MalformedPrefix malformed -> malformedPrefix(subject, malformed);
    }
  }

  private Subject subject(RevisionRecord record, Scope scope) {
    KubernetesKey key = keys.read(record.keyBytes());
    GroupResource resource =
        key instanceof ObjectKey object ? object.stored().groupResource() : NO_RESOURCE;
    return new Subject(context, record, scope, key, resource, rules.of(resource).isOfPolicy());
  }

  /// A value counts by what it is, too: a Secret under a key that names none is a Secret; and by
  /// what it holds. An empty one holds nothing.
  private void plain(Subject subject) {
    boolean isOfKey = subject.isOfPolicy() && subject.record().valueLength() > 0;
    Optional<Remnant> inside =
        isOfKey
            ? Optional.empty()
            : objectAt(subject, subject.record().valueOffset())
                .filter(object -> context.options().policy().includes(object));
    boolean holdsSecret = !isOfKey && inside.isEmpty() && holdsSecret(subject);
    boolean isOfPolicy = isOfKey || inside.isPresent();
    totals.countPlain(subject.scope(), isOfPolicy || holdsSecret);
    tally(subject, EncryptionPrefix.NONE);
    observe(
        subject,
        isOfPolicy || holdsSecret ? ValueState.READABLE : ValueState.PERMITTED,
        EncryptionPrefix.NONE);
    if (isOfPolicy) {
      subject.find(
          subject.plaintextRule(),
          EncryptionPrefix.NONE,
          inside
              .map(object -> "the value is a " + object.kind() + " without encryption")
              .orElse("the value is stored without encryption"));
    }
    checkIdentity(subject, EncryptionPrefix.NONE, buffer.bytes(), 0, buffer.length());
  }

  private boolean holdsSecret(Subject subject) {
    RevisionRecord record = subject.record();
    long end = record.valueOffset() + record.valueLength();
    EmbeddedSearch search = new EmbeddedSearch(context, new ByteRange(record.valueOffset(), end));
    search
        .message()
        .ifPresent(message -> subject.find(AuditRule.CREDENTIAL, EncryptionPrefix.NONE, message));
    if (!search.isComplete()) {
      unsearched(record);
    }
    return search.message().isPresent();
  }

  private void unsearched(RevisionRecord record) {
    totals.countUnattributed(record.valueLength());
    context
        .findings()
        .add(
            AuditFinding.ofFile(
                AuditRule.UNATTRIBUTED_TEXT,
                AuditRule.UNATTRIBUTED_TEXT.severity(),
                context.path(),
                AuditFinding.Place.of(record.pageId(), record.valueOffset()),
                "the value begins like a Secret at more places than are looked at"));
  }

  private Optional<Remnant> objectAt(Subject subject, long offset) {
    RevisionRecord record = subject.record();
    return LongObject.ofValue(
        context.snapshot().bytes(), offset, record.valueOffset() + record.valueLength());
  }

  private void encrypted(Subject subject, StoredValue.Encrypted encrypted) {
    Optional<String> readable = readableBody(subject, encrypted.bodyOffset());
    if (readable.isPresent()) {
      subject.find(AuditRule.MALFORMED_PREFIX, encrypted.prefix(), readable.get());
      plain(subject);
      return;
    }
    EncryptionPrefix prefix = encrypted.prefix();
    EtcdKey key = EtcdKey.of(subject.keyBytes());
    totals.countEncrypted(subject.isOfPolicy());
    tally(subject, prefix);
    state = ValueState.ENCRYPTED;
    checkNonce(subject, encrypted);
    if (transformers.isPresent()) {
      decrypt(subject, key, encrypted, transformers.get());
    } else {
      unopened(subject, key, encrypted);
      ring.ifPresent(keyRing -> checkPrefix(subject, prefix, keyRing));
    }
    observe(subject, state, prefix);
  }

  /// What is behind a prefix and no ciphertext.
  private Optional<String> readableBody(Subject subject, int bodyOffset) {
    RevisionRecord record = subject.record();
    long body = record.valueOffset() + bodyOffset;
    if (objectAt(subject, body).isPresent()) {
      return Optional.of("a plaintext object follows the prefix");
    }
    return TextBody.is(
            context.snapshot().bytes(), body, record.valueOffset() + record.valueLength())
        ? Optional.of("text follows the prefix, and no ciphertext")
        : Optional.empty();
  }

  private void decrypt(
      Subject subject, EtcdKey key, StoredValue.Encrypted encrypted, ValueTransformers worker) {
    EncryptionPrefix prefix = encrypted.prefix();
    try {
      DecryptedValue value = worker.decryptWithAnyKey(key, buffer.bytes(), 0, buffer.wholeLength());
      if (value.readWithoutAuthentication() && prefix.provider() != Provider.AESCBC) {
        totals.countUnauthenticated(prefix);
      }
      countPublished(subject, prefix, published.opened(key, encrypted, buffer.bytes(), value));
      checkStale(subject, prefix, value);
      checkIdentity(subject, prefix, value.buffer(), value.offset(), value.length());
    } catch (ValueDecryptionException e) {
      totals.countUndecryptable();
      state = state.or(ValueState.UNOPENED);
      countLackingKey(subject, e);
      unopened(subject, key, encrypted);
      undecryptable(subject, prefix, e);
    }
  }

  private void unopened(Subject subject, EtcdKey key, StoredValue.Encrypted encrypted) {
    countPublished(subject, encrypted.prefix(), published.unopened(key, encrypted, buffer.bytes()));
  }

  private void countPublished(
      Subject subject, EncryptionPrefix prefix, Optional<PublishedKey> key) {
    if (key.isPresent()) {
      totals.countPublished(prefix, key.get().source(), subject.isOfPolicy());
      state = subject.isOfPolicy() ? ValueState.READABLE : state;
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

  private void countLackingKey(Subject subject, ValueDecryptionException failure) {
    if (failure instanceof ValueDecryptionException.KmsUnavailable) {
      totals.countLackingPlugin();
    } else if (subject.scope().isInStore() && failure.lacksKey()) {
      totals.countLackingKey();
    }
  }

  private static void unknownKey(Subject subject, EncryptionPrefix prefix) {
    subject.find(
        AuditRule.KEY_NOT_CONFIGURED, prefix, "no configured key has the prefix " + prefix.text());
  }

  private void checkStale(Subject subject, EncryptionPrefix prefix, DecryptedValue value) {
    WritingRule rule = rules.of(subject.resource()).writing().orElseThrow();
    if (rule.exists() && (value.stale() || !rule.isCurrent(value))) {
      stale(subject, prefix, rule);
    }
  }

  private void checkPrefix(Subject subject, EncryptionPrefix prefix, KeyRing keyRing) {
    if (!keyRing.prefixes().contains(prefix)) {
      state = state.or(ValueState.UNOPENED);
      if (subject.scope().isInStore()) {
        totals.countLackingKey();
      }
      unknownKey(subject, prefix);
      return;
    }
    WritingRule rule = keyRing.writingRule(subject.resource());
    if (rule.exists() && !rule.prefix().equals(prefix)) {
      stale(subject, prefix, rule);
    }
  }

  private void stale(Subject subject, EncryptionPrefix prefix, WritingRule rule) {
    totals.countStale();
    state = state.or(ValueState.STALE);
    EncryptionPrefix current = rule.prefix();
    subject.find(
        AuditRule.STALE_KEY,
        prefix,
        current.provider() == Provider.IDENTITY
            ? "the configuration would write this resource without encryption"
            : "the configuration writes with " + current.text());
  }

  private void checkNonce(Subject subject, StoredValue.Encrypted encrypted) {
    if (!subject.scope().isInStore()) {
      return;
    }
    OptionalLong other = context.nonces().add(subject.record(), encrypted, buffer.bytes());
    if (other.isPresent()) {
      subject.find(
          AuditRule.NONCE_REUSE,
          encrypted.prefix(),
          "its nonce is also that of the value at offset " + other.getAsLong());
    }
  }

  private void malformedPrefix(Subject subject, StoredValue.MalformedPrefix malformed) {
    if (holdsAnObject(subject.record())) {
      subject.find(
          AuditRule.MALFORMED_PREFIX,
          EncryptionPrefix.NONE,
          "a plaintext object follows the prefix");
      plain(subject);
      return;
    }
    totals.countMalformedValue();
    observe(subject, ValueState.UNOPENED, EncryptionPrefix.NONE);
    subject.find(AuditRule.MALFORMED_PREFIX, EncryptionPrefix.NONE, malformed.rule());
  }

  private boolean holdsAnObject(RevisionRecord record) {
    List<Remnant> found = new ArrayList<>();
    ByteRange value =
        new ByteRange(record.valueOffset(), record.valueOffset() + record.valueLength());
    RemnantScan.scan(context.snapshot().bytes(), value, (offset, remnant) -> found.add(remnant));
    return !found.isEmpty();
  }

  private void checkIdentity(
      Subject subject, EncryptionPrefix prefix, byte[] plain, int offset, int length) {
    if (subject.key() instanceof ObjectKey object
        && identity.fit(plain, offset, length, object) == IdentityFit.DIFFERS) {
      subject.find(
          AuditRule.SWAPPED_VALUE, prefix, "the object inside says it is another than its key");
    }
  }

  private void observe(Subject subject, ValueState judged, EncryptionPrefix prefix) {
    context.observer().value(subject.record(), subject.scope(), judged, prefix);
  }

  private void tally(Subject subject, EncryptionPrefix prefix) {
    totals.tally().add(subject.resource(), prefix, subject.scope(), subject.record().valueLength());
  }
}
