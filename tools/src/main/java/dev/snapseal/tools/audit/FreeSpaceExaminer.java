package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.util.Optional;

/// Judges bytes that no tree reaches: whole records first, then what is between them.
///
/// A record that crosses into another page may have lost what followed it there to other content,
/// so those bytes are searched once more by themselves.
final class FreeSpaceExaminer implements RecordCarver.Visitor {
  private final ValueExaminer examiner;
  private final AuditContext context;
  private final Scope scope;
  private final int pageSize;
  private final RecordCarver carver;

  /// @param examiner of the thread that does this
  /// @param scope [Scope#FREE] or [Scope#SLACK]
  FreeSpaceExaminer(ValueExaminer examiner, Scope scope) {
    this.examiner = examiner;
    this.context = examiner.context();
    this.scope = scope;
    this.pageSize = context.snapshot().meta().pageSize();
    this.carver = new RecordCarver(context.snapshot().bytes(), pageSize);
  }

  void examine(ByteRange range) throws IOException {
    carver.carve(range, this);
  }

  @Override
  public void record(RevisionRecord record) throws IOException {
    judge(record);
    long end = record.recordOffset() + record.recordLength();
    long nextPage = (record.recordOffset() / pageSize + 1) * pageSize;
    if (nextPage < end) {
      carver.carve(new ByteRange(nextPage, end), new Inside(record));
    }
  }

  @Override
  public void gap(ByteRange range) {
    RemnantScan.scan(context.snapshot().bytes(), range, this::remnant);
  }

  /// Old images of a page repeat its records: each is counted once.
  private void judge(RevisionRecord record) {
    if (record.valueLength() > 0 && context.isFirstCopy(record)) {
      examiner.examine(record, scope);
    }
  }

  private void remnant(long offset, Remnant remnant) {
    boolean isOfPolicy = remnant.isOf(context.options().policy());
    examiner.totals().countPlain(scope, isOfPolicy);
    examiner.totals().tally().add(remnant.resource(), EncryptionPrefix.NONE, scope, 0);
    if (isOfPolicy) {
      context.findings().add(remnant.finding(context, scope, offset));
    }
  }

  /// What lies in the later pages of a record; not searched yet again, so that crafted records
  /// inside one another cost no more than twice the bytes.
  private final class Inside implements RecordCarver.Visitor {
    private final RevisionRecord outer;
    private final Optional<Remnant> object;

    Inside(RevisionRecord outer) {
      long end = outer.valueOffset() + outer.valueLength();
      this.outer = outer;
      this.object = Remnant.at(context.snapshot().bytes(), outer.valueOffset(), end);
    }

    @Override
    public void record(RevisionRecord record) {
      judge(record);
    }

    @Override
    public void gap(ByteRange range) {
      RemnantScan.scan(context.snapshot().bytes(), range, this::remnant);
    }

    /// The record's own value may begin here, and its annotations may quote it: neither is more
    /// than the record.
    private void remnant(long offset, Remnant remnant) {
      boolean isQuote = object.filter(remnant::isNamelessLike).isPresent();
      if (offset != outer.valueOffset() && !isQuote) {
        FreeSpaceExaminer.this.remnant(offset, remnant);
      }
    }
  }
}
