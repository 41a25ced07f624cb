package dev.snapseal.tools.diff;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import dev.snapseal.tools.values.ValueOpener;
import dev.snapseal.tools.values.ValueWork;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// Compares the two values of one key. Belongs to one thread.
///
/// Values of the same bytes are not opened, and only those that hold something else are decoded.
final class ValueComparison implements ValueWork.Worker {
  private final ValueOpener before;
  private final ValueOpener after;

  /// Room for `k8s:enc:`.
  private final byte[] beginning = new byte[8];

  ValueComparison(Optional<KeyRing> ring) {
    this.before = new ValueOpener(ring);
    this.after = new ValueOpener(ring);
  }

  /// Tells the tally of a value that only the backup after has.
  void added(RevisionRecord record, DiffTally tally) {
    tally.added(record, prefix(after.load(record)));
  }

  /// Tells the tally of a value that only the backup before has.
  void removed(RevisionRecord record, DiffTally tally) {
    tally.before(record, isPlain(record));
    tally.removed(record, prefix(before.load(record)));
  }

  /// Compares, and tells the tally what came of it.
  void compare(RevisionRecord one, RevisionRecord other, DiffTally tally) {
    tally.before(one, isPlain(one));
    if (one.value().mismatch(other.value()) < 0) {
      tally.unchanged();
      return;
    }
    Optional<EncryptionPrefix> from = prefix(before.load(one));
    Optional<EncryptionPrefix> to = prefix(after.load(other));
    if (from.isEmpty() || to.isEmpty()) {
      tally.undecided(other, "the value begins with k8s:enc: and is no API server's", false);
      return;
    }
    boolean isLost = !isPlain(from.get()) && isPlain(to.get());
    if (isLost) {
      tally.lost(other, from.get());
    }
    MemorySegment first;
    MemorySegment second;
    try {
      first = before.open(one);
      second = after.open(other);
    } catch (ValueDecryptionException e) {
      tally.undecided(other, e.detail(), e.lacksKey());
      return;
    }
    if (first.mismatch(second) >= 0) {
      boolean isOpen = isPlain(from.get()) && isPlain(to.get());
      tally.changed(
          one,
          other,
          fields(
              one,
              first,
              other,
              second,
              isOpen ? FieldDiff.Secrecy.OPEN : FieldDiff.Secrecy.SECRET));
    } else if (!isLost) {
      tally.reencrypted(from.get(), to.get());
    }
  }

  private boolean isPlain(RevisionRecord record) {
    int length = Math.min(beginning.length, record.valueLength());
    record.copyValue(beginning, length);
    return !StoredValue.isEncrypted(beginning, 0, length);
  }

  private static boolean isPlain(EncryptionPrefix prefix) {
    return prefix.equals(EncryptionPrefix.NONE);
  }

  /// Empty if no API server wrote the prefix.
  private static Optional<EncryptionPrefix> prefix(StoredValue stored) {
    return switch (stored) {
      case StoredValue.Plain _ -> Optional.of(EncryptionPrefix.NONE);
      case StoredValue.Encrypted(EncryptionPrefix prefix, _, _) -> Optional.of(prefix);
      case StoredValue.MalformedPrefix _ -> Optional.empty();
    };
  }

  /// None if one of them is no object.
  private static FieldDiff.Result fields(
      RevisionRecord one,
      MemorySegment first,
      RevisionRecord other,
      MemorySegment second,
      FieldDiff.Secrecy secrecy) {
    try {
      return FieldDiff.of(
          ObjectDecoder.decode(first, Math.max(1, one.revision().main())).tree(),
          ObjectDecoder.decode(second, Math.max(1, other.revision().main())).tree(),
          secrecy);
    } catch (ObjectDecodingException e) {
      return new FieldDiff.Result(List.of(), 0);
    }
  }

  @Override
  public void close() {
    before.close();
    after.close();
  }
}
