package dev.snapseal.tools.diff;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.diff.DiffReport.Side;
import dev.snapseal.tools.diff.DiffReport.Undecided;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.values.ValueOpener;
import dev.snapseal.tools.values.ValueWork;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.stream.Stream;

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
      Side side = to.isPresent() ? Side.BEFORE : from.isPresent() ? Side.AFTER : Side.BOTH;
      String reason = "the value begins with k8s:enc: and is no API server's";
      tally.undecided(undecided(other, side, Optional.empty(), reason, tally), false);
      return;
    }
    boolean isLost = !isPlain(from.get()) && isPlain(to.get());
    if (isLost) {
      tally.lost(other, from.get());
    }
    Opened opened = open(before, one);
    Opened openedAfter = open(after, other);
    if (opened.fault().isPresent() || openedAfter.fault().isPresent()) {
      undecided(other, opened, openedAfter, opened.fault().isPresent() ? from : to, tally);
      return;
    }
    MemorySegment first = opened.content().orElseThrow();
    MemorySegment second = openedAfter.content().orElseThrow();
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

  /// What a value holds, or why it did not open.
  private record Opened(Optional<MemorySegment> content, Optional<ValueDecryptionException> fault) {
    String reason() {
      return fault.map(ValueDecryptionException::detail).orElse("");
    }
  }

  private static Opened open(ValueOpener opener, RevisionRecord record) {
    try {
      return new Opened(Optional.of(opener.open(record)), Optional.empty());
    } catch (ValueDecryptionException e) {
      return new Opened(Optional.empty(), Optional.of(e));
    }
  }

  private static void undecided(
      RevisionRecord record,
      Opened before,
      Opened after,
      Optional<EncryptionPrefix> prefix,
      DiffTally tally) {
    Side side =
        after.fault().isEmpty() ? Side.BEFORE : before.fault().isEmpty() ? Side.AFTER : Side.BOTH;
    String reason =
        switch (side) {
          case BEFORE -> before.reason();
          case AFTER -> after.reason();
          case BOTH ->
              before.reason().equals(after.reason())
                  ? before.reason()
                  : before.reason() + "; AFTER: " + after.reason();
        };
    boolean lacksKey =
        Stream.of(before, after)
            .flatMap(opened -> opened.fault().stream())
            .allMatch(ValueDecryptionException::lacksKey);
    tally.undecided(undecided(record, side, prefix, reason, tally), lacksKey);
  }

  private static Undecided undecided(
      RevisionRecord record,
      Side side,
      Optional<EncryptionPrefix> prefix,
      String reason,
      DiffTally tally) {
    return new Undecided(tally.name(record), SafeText.etcdKey(record.key()), side, prefix, reason);
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
          ObjectDecoder.decode(first, Math.max(1, one.revision().main())),
          ObjectDecoder.decode(second, Math.max(1, other.revision().main())),
          secrecy);
    } catch (ObjectDecodingException e) {
      return FieldDiff.Result.OF_BYTES;
    }
  }

  @Override
  public void close() {
    before.close();
    after.close();
  }
}
