package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
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
import dev.snapseal.snapshot.layout.ValueWriter;
import dev.snapseal.tools.rewrite.RewriteOptions.Goal;
import dev.snapseal.tools.values.ValueBuffer;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Decides what becomes of each value and makes it so. Belongs to one thread.
///
/// A value is opened with whatever key can, as in an audit, and written as the configuration says
/// for its resource.
final class ValueRewriter implements ValueWriter, ValueWork.Worker {
  private final RewriteOptions options;
  private final RewriteTally tally;
  private final LongTable digests;
  private final Optional<KeyRing> ring;
  private final Optional<ValueTransformers> transformers;
  private final ResourceReader resources = new ResourceReader();
  private final ValueBuffer buffer = new ValueBuffer();
  private final PlaintextDigest digest = new PlaintextDigest();
  private EncryptionPrefix countedFrom = EncryptionPrefix.NONE;
  private EncryptionPrefix countedTo = EncryptionPrefix.NONE;
  private long counted;

  /// @param digests takes what tells whether a plaintext is the same, at the element's place
  @SuppressWarnings("MissingSummary")
  ValueRewriter(RewriteOptions options, RewriteTally tally, LongTable digests) {
    this.options = options;
    this.tally = tally;
    this.digests = digests;
    this.ring = options.keys();
    this.transformers = ring.map(KeyRing::newWorker);
  }

  /// Wipes what was opened.
  @Override
  public void close() {
    tellCount();
    buffer.close();
    transformers.ifPresent(ValueTransformers::close);
  }

  /// The new length of a value, or [RecordPlan#COPY].
  ///
  /// @param opens whether every encrypted value is opened now; else the length is told without
  ///   where that is possible, and what does not open is found when it is written
  long plan(RevisionRecord record, boolean opens) throws IOException {
    if (record.valueLength() == 0 || transformers.isEmpty()) {
      return RecordPlan.COPY;
    }
    Optional<GroupResource> resource = resources.of(record);
    if (!options.includes(resource.orElse(ResourceReader.UNLISTED))) {
      return RecordPlan.COPY;
    }
    try {
      if (opens) {
        buffer.load(record);
      } else {
        buffer.loadEnds(record);
      }
      int length = buffer.wholeLength();
      if (!StoredValue.isEncrypted(buffer.bytes(), 0, length)) {
        return planPlain(resource, length);
      }
      return planEncrypted(record, resource.orElse(ResourceReader.UNLISTED), length, opens);
    } catch (ValueDecryptionException e) {
      tally.failed(record, e.detail());
      return RecordPlan.COPY;
    }
  }

  /// Keys that are not Kubernetes' are nobody's to encrypt.
  private long planPlain(Optional<GroupResource> resource, int length) throws IOException {
    return options.goal() == Goal.PLAINTEXT || resource.isEmpty() || !encrypts(resource.get())
        ? RecordPlan.COPY
        : worker().encryptedLength(resource.get(), length);
  }

  private long planEncrypted(
      RevisionRecord record, GroupResource resource, int length, boolean opens)
      throws IOException, ValueDecryptionException {
    byte[] stored = buffer.bytes();
    if (options.goal() == Goal.CONFIGURED) {
      if (!rule(resource).exists()) {
        tally.withoutRule(resource);
      } else if (!opens && keyRing().seemsCurrent(resource, stored, 0, length)) {
        return RecordPlan.COPY;
      }
    }
    OptionalLong told =
        opens || isUnderPlugin(length)
            ? OptionalLong.empty()
            : worker().plainLength(stored, 0, length);
    if (told.isPresent()) {
      return writtenLength(resource, told.getAsLong());
    }
    buffer.load(record);
    DecryptedValue value = open(record, length);
    return options.goal() == Goal.CONFIGURED
            && rule(resource).exists()
            && rule(resource).isCurrent(value)
            && encrypts(resource)
        ? RecordPlan.COPY
        : writtenLength(resource, value.length());
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

  private WritingRule rule(GroupResource resource) {
    return keyRing().writingRule(resource);
  }

  private DecryptedValue open(RevisionRecord record, int length) throws ValueDecryptionException {
    return worker().decryptWithAnyKey(EtcdKey.of(record.keyBytes()), buffer.bytes(), 0, length);
  }

  /// A value that does not open leaves zeroes: such a file never gets its name.
  @Override
  public void write(long element, RevisionRecord record, byte[] out, int outOffset, int length)
      throws IOException {
    buffer.load(record);
    try {
      DecryptedValue value = open(record, buffer.wholeLength());
      digests.put(element, digest.of(value.buffer(), value.offset(), value.length()));
      GroupResource resource = resources.of(record).orElse(ResourceReader.UNLISTED);
      write(record, resource, value, out, outOffset, length);
    } catch (ValueDecryptionException e) {
      Arrays.fill(out, outOffset, outOffset + length, (byte) 0);
      tally.failed(record, e.detail());
    }
  }

  private void write(
      RevisionRecord record,
      GroupResource resource,
      DecryptedValue value,
      byte[] out,
      int outOffset,
      int length)
      throws IOException {
    if (writtenLength(resource, value.length()) != length) {
      throw new IOException(
          "revision "
              + record.revision()
              + ": the value has another length than was planned; nothing is written");
    }
    if (options.goal() == Goal.PLAINTEXT) {
      System.arraycopy(value.buffer(), value.offset(), out, outOffset, length);
      count(value.prefix(), EncryptionPrefix.NONE);
      return;
    }
    EtcdKey path = EtcdKey.of(record.keyBytes());
    worker()
        .encrypt(resource, path, value.buffer(), value.offset(), value.length(), out, outOffset);
    count(value.prefix(), rule(resource).prefix());
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
