package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;

/// Judges bytes that no tree reaches: whole records first, then what is between them.
///
/// @param examiner of the thread that does this
/// @param scope [Scope#FREE] or [Scope#SLACK]
record FreeSpaceExaminer(ValueExaminer examiner, Scope scope) implements RecordCarver.Visitor {

  void examine(ByteRange range) throws IOException {
    AuditContext context = examiner.context();
    int pageSize = context.snapshot().meta().pageSize();
    new RecordCarver(context.snapshot().bytes(), pageSize).carve(range, this);
  }

  /// Old images of a page repeat its records: each revision is counted once.
  @Override
  public void record(RevisionRecord record) {
    if (record.valueLength() == 0) {
      return;
    }
    if (examiner.context().isFirstCopy(record.recordOffset(), Revision.KEY_LENGTH)) {
      examiner.examine(record, scope);
    }
  }

  @Override
  public void gap(ByteRange range) {
    RemnantScan.scan(
        examiner.context().snapshot().bytes(),
        range,
        (offset, remnant) -> remnant(offset, remnant));
  }

  private void remnant(long offset, Remnant remnant) {
    AuditContext context = examiner.context();
    boolean isOfPolicy = context.options().policy().includes(remnant.resource());
    examiner.totals().countPlain(isOfPolicy);
    examiner
        .totals()
        .tally()
        .add(
            remnant.resource().group(),
            remnant.resource().resource(),
            EncryptionPrefix.NONE,
            scope,
            0);
    if (isOfPolicy) {
      context.findings().add(remnant.finding(context, scope, offset));
    }
  }
}
