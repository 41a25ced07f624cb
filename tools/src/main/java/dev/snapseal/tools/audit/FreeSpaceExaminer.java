package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.audit.Stretch.Closing;
import dev.snapseal.tools.plaintext.Remnant;
import dev.snapseal.tools.plaintext.RemnantScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Judges bytes that no tree reaches: whole records first, then what is between them.
///
/// A record that crosses into another page may have lost what followed it there to other content,
/// so those bytes are searched once more by themselves.
final class FreeSpaceExaminer {
  private static final byte[] ENCRYPTED = "k8s:enc:".getBytes(StandardCharsets.US_ASCII);

  private final ValueExaminer examiner;
  private final AuditContext context;
  private final SnapshotBytes bytes;
  private final Scope scope;
  private final int pageSize;
  private final RecordCarver carver;
  private final FragmentExaminer fragments;

  /// @param examiner of the thread that does this
  /// @param scope [Scope#FREE] or [Scope#SLACK]
  FreeSpaceExaminer(ValueExaminer examiner, Scope scope) {
    this.examiner = examiner;
    this.context = examiner.context();
    this.bytes = context.snapshot().bytes();
    this.scope = scope;
    this.pageSize = context.snapshot().meta().pageSize();
    this.carver = new RecordCarver(bytes, pageSize);
    this.fragments = new FragmentExaminer(examiner, scope);
  }

  void examine(ByteRange range) throws IOException {
    carver.carve(range, new Whole(range.end()));
  }

  /// Old images of a page repeat its records: each is counted once.
  private void judge(RevisionRecord record) {
    if (record.valueLength() > 0 && context.isFirstCopy(record)) {
      examiner.examine(record, scope);
    }
  }

  private static Closing closing(ByteRange gap, long end) {
    return gap.end() < end ? Closing.ENDS : Closing.CUT;
  }

  /// What lies in a range of free pages.
  private final class Whole implements RecordCarver.Visitor {
    private final long end;

    Whole(long end) {
      this.end = end;
    }

    @Override
    public void record(RevisionRecord record) throws IOException {
      judge(record);
      long recordEnd = record.recordOffset() + record.recordLength();
      long nextPage = (record.recordOffset() / pageSize + 1) * pageSize;
      if (nextPage < recordEnd) {
        ByteRange later = new ByteRange(nextPage, recordEnd);
        carver.carve(later, new Inside(record, foreignFrom(record, later)));
      }
    }

    @Override
    public void gap(ByteRange range) {
      fragments.examine(range, closing(range, end));
    }

    /// From where on text is not the record's: ciphertext has none, and a plaintext value reaches
    /// to the first page that was written later.
    private long foreignFrom(RevisionRecord record, ByteRange later) {
      boolean isEncrypted =
          record.valueLength() > ENCRYPTED.length
              && bytes.matches(record.valueOffset(), ENCRYPTED.length, ENCRYPTED);
      return isEncrypted
          ? later.start()
          : fragments.pages().firstIn(new ByteRange(record.recordOffset(), later.end()));
    }
  }

  /// What lies in the later pages of a record; not searched yet again, so that crafted records
  /// inside one another cost no more than twice the bytes.
  private final class Inside implements RecordCarver.Visitor {
    private final RevisionRecord outer;
    private final Optional<Remnant> object;
    private final long end;
    private final long foreignFrom;

    Inside(RevisionRecord outer, long foreignFrom) {
      this.outer = outer;
      this.object =
          Remnant.at(bytes, outer.valueOffset(), outer.valueOffset() + outer.valueLength());
      this.end = outer.recordOffset() + outer.recordLength();
      this.foreignFrom = foreignFrom;
    }

    @Override
    public void record(RevisionRecord record) {
      judge(record);
    }

    @Override
    public void gap(ByteRange range) {
      long border = Math.clamp(foreignFrom, range.start(), range.end());
      RemnantScan.scan(bytes, new ByteRange(range.start(), border), this::remnant);
      fragments.examine(new ByteRange(border, range.end()), closing(range, end));
    }

    /// The record's own value may begin here, and its annotations may quote it: neither is more
    /// than the record.
    private void remnant(long offset, Remnant remnant) {
      boolean isQuote = object.filter(remnant::isNamelessLike).isPresent();
      if (offset != outer.valueOffset() && !isQuote) {
        fragments.report(offset, remnant);
      }
    }
  }
}
