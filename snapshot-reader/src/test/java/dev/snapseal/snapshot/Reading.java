package dev.snapseal.snapshot;

import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.CheckReport;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads a file in every way there is; what is not declared escapes to the test.
public final class Reading {
  private Reading() {}

  /// Whether the file could be read to its end without a declared fault.
  public static boolean isSound(byte[] file) {
    try (Snapshot snapshot = Snapshot.of("mutated.db", MemorySegment.ofArray(file))) {
      new Reading().readAll(snapshot);
      return true;
    } catch (IOException fault) {
      return false;
    }
  }

  /// Whether the checker calls the file free of errors and warnings.
  public static boolean isClean(byte[] file) {
    try {
      CheckReport report =
          SnapshotChecker.check("mutated.db", MemorySegment.ofArray(file), CheckOptions.records());
      return report.errors() + report.warnings() == 0;
    } catch (IOException fault) {
      return false;
    }
  }

  private void readAll(Snapshot snapshot) throws IOException {
    UnreadPages unread = new UnreadPages(snapshot);
    RevisionLeaves leaves = new RevisionLeaves(snapshot);
    checkSum(PageUsage.surveyReadable(snapshot, unread, leaves), snapshot);
    for (Snapshot.RevisionPart part : leaves.parts(4)) {
      part.forEach(new Touch());
    }
    checkSum(PageUsage.surveyWithSlack(snapshot), snapshot);
    if (unread.count() > 0) {
      throw new IllegalStateException("only the strict survey follows " + unread.kept());
    }
    FileDigest.compute(snapshot, done -> {});
    StatusHash.of(snapshot);
    MetaValues meta = MetaValues.read(snapshot);
    try (RevisionIndex index = RevisionIndex.build(snapshot)) {
      HashKv.of(snapshot, meta, index, index.lastMain());
    }
    for (Snapshot.RevisionPart part : snapshot.revisionParts(4)) {
      part.forEach(new Touch());
    }
    Touch all = new Touch();
    new RecordCarver(snapshot.bytes(), snapshot.meta().pageSize())
        .carve(new ByteRange(0, snapshot.length()), all);
    if (all.covered != snapshot.length()) {
      throw new IllegalStateException("carved " + all.covered + " of " + snapshot.length());
    }
  }

  private static void checkSum(PageUsage usage, Snapshot snapshot) {
    long sum = usage.regions().stream().mapToLong(FileRegion::bytes).sum();
    if (sum != snapshot.length()) {
      throw new IllegalStateException("regions add up to " + sum + " of " + snapshot.length());
    }
  }

  private static final class Touch implements RecordVisitor, RecordCarver.Visitor {
    private final byte[] last = new byte[1];
    private long covered;

    @Override
    public void record(RevisionRecord record) {
      covered += record.recordLength();
      touch(record.key());
      touch(record.value());
    }

    @Override
    public void malformed(MalformedRecordException fault) {}

    @Override
    public void gap(ByteRange range) {
      covered += range.length();
    }

    private void touch(MemorySegment bytes) {
      if (bytes.byteSize() > 0) {
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, bytes.byteSize() - 1, last, 0, 1);
      }
    }
  }
}
