package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.PlainForm;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.crypto.keys.WritingRule;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.LongTable;
import dev.snapseal.snapshot.layout.RecordPlan;
import dev.snapseal.snapshot.layout.SourceChangedException;
import dev.snapseal.snapshot.layout.ValueWriter;
import dev.snapseal.tools.rewrite.RewriteOptions.Goal;
import dev.snapseal.tools.values.ValueBuffer;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Decides what becomes of each value and makes it so. Belongs to one thread.
///
/// A value is opened with whatever key can, as in an audit, and written as the configuration says
/// for its resource.
final class ValueRewriter implements ValueWriter, ValueWork.Worker {
  private static final String UNCERTAIN =
      "which rule means its resource cannot be told from its key: name the resource in a rule";

  /// Enough to tell what plaintext is by its first bytes.
  private static final int MAGIC_BYTES = 4;

  private final String file;
  private final RewriteOptions options;
  private final RewriteTally tally;
  private final LongTable digests;
  private final Optional<KeyRing> ring;
  private final Optional<ValueTransformers> transformers;
  private final ResourceReader resources;
  private final ValueBuffer buffer = new ValueBuffer();
  private final PlaintextDigest digest = new PlaintextDigest();
  private EncryptionPrefix countedFrom = EncryptionPrefix.NONE;
  private EncryptionPrefix countedTo = EncryptionPrefix.NONE;
  private long counted;
  private GroupResource ruleOf = ResourceReader.UNLISTED;
  private Optional<WritingRule> rule = Optional.empty();

  /// @param file the backup, for errors
  /// @param tally told what becomes of values: of rewritten ones by [#plan] only in a dry run
  /// @param digests takes what tells whether a plaintext is the same, at the element's place
  @SuppressWarnings("MissingSummary")
  ValueRewriter(String file, RewriteOptions options, RewriteTally tally, LongTable digests) {
    this.file = file;
    this.options = options;
    this.tally = tally;
    this.digests = digests;
    this.ring = options.keys();
    this.resources = options.newResourceReader();
    this.transformers = ring.map(KeyRing::newWorker);
  }

  /// Wipes what was opened.
  @Override
  public void close() {
    tellCount();
    buffer.close();
    transformers.ifPresent(ValueTransformers::close);
  }

  /// Values of `--etcd-prefix` that no planned record is under.
  List<String> unmatchedPrefixes() {
    return resources.unmatchedPrefixes();
  }

  /// The new length of a value, or [RecordPlan#COPY].
  ///
  /// @param opens whether every encrypted value is opened now; else the length is told without
  ///   where that is possible, and what does not open is found when it is written
  long plan(RevisionRecord record, boolean opens) throws IOException {
    if (record.valueLength() == 0 || transformers.isEmpty()) {
      return RecordPlan.COPY;
    }
    if (record.hasRepeatedFields()) {
      return failed(record, "the record has a field twice, which no etcd writes");
    }
    byte[] key = record.keyBytes();
    Optional<GroupResource> resource = resources.of(key);
    buffer.loadEnds(record);
    boolean isEncrypted = StoredValue.isEncrypted(buffer.bytes(), 0, buffer.length());
    if (!options.includes(resource.orElse(ResourceReader.UNLISTED))) {
      if (isEncrypted) {
        tally.leftEncrypted();
      }
      return RecordPlan.COPY;
    }
    if (!options.resources().isEmpty()) {
      tally.included(resource.orElse(ResourceReader.UNLISTED));
    }
    try {
      return isEncrypted
          ? planEncrypted(record, key, resource.orElse(ResourceReader.UNLISTED), opens)
          : planPlain(record, key, resource);
    } catch (ValueDecryptionException e) {
      tally.failed(record, storedPrefix(), e);
      return RecordPlan.COPY;
    }
  }

  /// Of the value in the buffer; empty if it has none.
  private String storedPrefix() {
    return StoredValue.classify(buffer.bytes(), 0, buffer.length())
            instanceof StoredValue.Encrypted encrypted
        ? encrypted.prefix().text()
        : "";
  }

  private long failed(RevisionRecord record, String reason) {
    tally.failed(record, reason);
    return RecordPlan.COPY;
  }

  private long failedPlaintext(RevisionRecord record, String reason) {
    tally.failedPlaintext(record, reason);
    return RecordPlan.COPY;
  }

  /// Keys that are not Kubernetes' are nobody's to encrypt.
  private long planPlain(RevisionRecord record, byte[] key, Optional<GroupResource> resource)
      throws IOException, ValueDecryptionException {
    if (options.goal() == Goal.PLAINTEXT) {
      return RecordPlan.COPY;
    }
    boolean isProtobuf =
        PlainForm.of(buffer.bytes(), 0, Math.min(buffer.length(), MAGIC_BYTES))
            == PlainForm.PROTOBUF;
    if (resource.isEmpty()) {
      return isProtobuf
          ? failedPlaintext(
              record,
              "a plaintext object of Kubernetes under an unknown prefix: name it, --etcd-prefix")
          : RecordPlan.COPY;
    }
    if (resource.get().equals(ResourceReader.UNCERTAIN)) {
      return failedPlaintext(record, UNCERTAIN);
    }
    if (!encrypts(resource.get())) {
      tally.leftPlain(resource.get());
      return RecordPlan.COPY;
    }
    if (!isProtobuf && !resources.isUnderTrustedPrefix(key)) {
      tally.unplaced(record);
      return RecordPlan.COPY;
    }
    int length = buffer.wholeLength();
    countPlanned(EncryptionPrefix.NONE, rule(resource.get()).prefix());
    return fitting(worker().encryptedLength(resource.get(), length));
  }

  private static long fitting(long length) throws ValueDecryptionException.ValueTooLarge {
    if (length > ValueTransformers.VALUE_MAX_BYTES) {
      throw new ValueDecryptionException.ValueTooLarge(length, ValueTransformers.VALUE_MAX_BYTES);
    }
    return length;
  }

  private long planEncrypted(
      RevisionRecord record, byte[] key, GroupResource resource, boolean opens)
      throws IOException, ValueDecryptionException {
    int length = buffer.wholeLength();
    byte[] stored = buffer.bytes();
    if (options.goal() == Goal.CONFIGURED) {
      if (resource.equals(ResourceReader.UNCERTAIN)) {
        return failed(record, UNCERTAIN);
      }
      if (!rule(resource).exists()) {
        if (resource.equals(ResourceReader.UNLISTED)) {
          return failed(record, "its key names no resource that the new configuration names");
        }
        tally.withoutRule(resource);
      } else if (!opens && keyRing().seemsCurrent(resource, stored, 0, length)) {
        tally.isCurrent();
        return RecordPlan.COPY;
      }
    }
    OptionalLong told =
        opens || isUnderPlugin(length)
            ? OptionalLong.empty()
            : worker().plainLength(stored, 0, length);
    if (told.isPresent()) {
      return fitting(writtenLength(resource, told.getAsLong()));
    }
    buffer.load(record);
    DecryptedValue value = open(EtcdKey.of(key), length);
    if (options.goal() == Goal.CONFIGURED
        && encrypts(resource)
        && rule(resource).isCurrent(value)) {
      tally.isCurrent();
      return RecordPlan.COPY;
    }
    refuseReserved(resource, value);
    countPlanned(value.prefix(), targetPrefix(resource));
    return fitting(writtenLength(resource, value.length()));
  }

  /// Plain content that looks encrypted could be read by no API server.
  private void refuseReserved(GroupResource resource, DecryptedValue value)
      throws ValueDecryptionException {
    if (targetPrefix(resource).equals(EncryptionPrefix.NONE)
        && StoredValue.isEncrypted(value.buffer(), value.offset(), value.length())) {
      throw new ValueDecryptionException.NotAnObject(
          "opened, and what came out begins with k8s:enc: itself");
    }
  }

  private EncryptionPrefix targetPrefix(GroupResource resource) {
    return options.goal() == Goal.PLAINTEXT ? EncryptionPrefix.NONE : rule(resource).prefix();
  }

  /// The envelope of such a value has its length and its data key anywhere.
  private boolean isUnderPlugin(int length) {
    return Provider.KMS_V1.marks(buffer.bytes(), 0, length)
        || Provider.KMS_V2.marks(buffer.bytes(), 0, length);
  }

  private long writtenLength(GroupResource resource, long plainLength) throws IOException {
    return options.goal() == Goal.PLAINTEXT
        ? plainLength
        : worker().encryptedLength(resource, plainLength);
  }

  private boolean encrypts(GroupResource resource) {
    return !rule(resource).prefix().equals(EncryptionPrefix.NONE);
  }

  /// Neighbours are mostly of one resource, so its rule is kept.
  private WritingRule rule(GroupResource resource) {
    if (rule.isEmpty() || !resource.equals(ruleOf)) {
      rule = Optional.of(keyRing().writingRule(resource));
      ruleOf = resource;
    }
    return rule.orElseThrow();
  }

  private DecryptedValue open(EtcdKey path, int length) throws ValueDecryptionException {
    return worker().decryptWithAnyKey(path, buffer.bytes(), 0, length);
  }

  /// A value that does not open leaves zeroes: such a file never gets its name.
  @Override
  public void write(long element, RevisionRecord record, byte[] out, int outOffset, int length)
      throws IOException {
    buffer.load(record);
    try {
      byte[] key = record.keyBytes();
      EtcdKey path = EtcdKey.of(key);
      DecryptedValue value = open(path, buffer.wholeLength());
      GroupResource resource = resources.of(key).orElse(ResourceReader.UNLISTED);
      refuseReserved(resource, value);
      digests.put(element, digest.of(value.buffer(), value.offset(), value.length()));
      write(path, resource, value, out, outOffset, length);
    } catch (ValueDecryptionException e) {
      Arrays.fill(out, outOffset, outOffset + length, (byte) 0);
      tally.failed(record, storedPrefix(), e);
    }
  }

  private void write(
      EtcdKey path,
      GroupResource resource,
      DecryptedValue value,
      byte[] out,
      int outOffset,
      int length)
      throws IOException {
    if (writtenLength(resource, value.length()) != length) {
      throw new SourceChangedException(file);
    }
    count(value.prefix(), targetPrefix(resource));
    if (options.goal() == Goal.PLAINTEXT) {
      System.arraycopy(value.buffer(), value.offset(), out, outOffset, length);
      return;
    }
    worker()
        .encrypt(resource, path, value.buffer(), value.offset(), value.length(), out, outOffset);
  }

  private void countPlanned(EncryptionPrefix from, EncryptionPrefix to) {
    if (options.isDryRun()) {
      count(from, to);
    }
  }

  /// Neighbours are mostly under the same keys: the tally, which all workers share, is told once of
  /// all of them.
  private void count(EncryptionPrefix from, EncryptionPrefix to) {
    if (!from.equals(countedFrom) || !to.equals(countedTo)) {
      tellCount();
      countedFrom = from;
      countedTo = to;
    }
    counted++;
  }

  private void tellCount() {
    if (counted > 0) {
      tally.transformed(countedFrom, countedTo, counted);
      counted = 0;
    }
  }

  private ValueTransformers worker() {
    return transformers.orElseThrow();
  }

  private KeyRing keyRing() {
    return ring.orElseThrow();
  }
}
