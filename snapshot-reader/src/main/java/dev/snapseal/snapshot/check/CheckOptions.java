package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.util.function.LongConsumer;

/// How far a check goes, and who is told meanwhile.
///
/// @param scope what is looked at
/// @param visitor takes every record the check reads, in order, from the thread that checks; those
///   that are malformed are findings already
/// @param progress told the number of pages done since it was last told
public record CheckOptions(
    Scope scope, RecordVisitor visitor, LongConsumer progress, Trailer trailer) {

  /// What is looked at.
  public enum Scope {
    /// Pages, trees, freelist and trailer.
    STRUCTURE,
    /// The structure, and what etcd keeps in it.
    RECORDS
  }

  /// Whether the SHA-256 at the end is computed.
  public enum Trailer {
    HASHED,
    TRUSTED
  }

  /// Looks at the structure.
  public static CheckOptions structure() {
    return new CheckOptions(Scope.STRUCTURE, new NoVisitor(), pages -> {}, Trailer.HASHED);
  }

  /// Looks at the structure and at every record.
  public static CheckOptions records() {
    return new CheckOptions(Scope.RECORDS, new NoVisitor(), pages -> {}, Trailer.HASHED);
  }

  /// Looks at every record, and shows it to `other`: what it finds is its own to report.
  public CheckOptions visiting(RecordVisitor other) {
    return new CheckOptions(Scope.RECORDS, other, progress, trailer);
  }

  /// Tells `other` how far the check is.
  public CheckOptions reporting(LongConsumer other) {
    return new CheckOptions(scope, visitor, other, trailer);
  }

  /// Does not read the whole file for its trailer: whoever just wrote it has.
  public CheckOptions withoutTrailer() {
    return new CheckOptions(scope, visitor, progress, Trailer.TRUSTED);
  }

  private static final class NoVisitor implements RecordVisitor {
    @Override
    public void record(RevisionRecord record) {}

    @Override
    public void malformed(MalformedRecordException fault) {}
  }
}
