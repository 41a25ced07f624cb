package dev.snapseal.benchmarks;

import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The ways to go through a snapshot that is in memory.
final class PageWalk {
  private static final int CHUNK = 1 << 20;

  private final LargeImage image;
  private final Snapshot snapshot;
  private final MemorySegment target = MemorySegment.ofArray(new byte[CHUNK]);

  /// @throws IllegalStateException if walks disagree about what the image holds
  PageWalk(LargeImage image) throws IOException {
    this.image = image;
    this.snapshot = Snapshot.of("benchmark", image.bytes());
    check();
  }

  private void check() throws IOException {
    Counter surveyed = new Counter();
    PageUsage usage = PageUsage.survey(snapshot, snapshot.recordsOf(surveyed));
    Counter visited = new Counter();
    snapshot.forEachRevision(visited);
    Gate.require(visited.records == image.values(), "revisions are not the values that were made");
    Gate.require(surveyed.records == visited.records, "the survey has other records");
    Gate.require(surveyed.bytes == visited.bytes, "the survey has other values");
    Gate.require(surveyed.malformed + visited.malformed == 0, "some records are malformed");
    Gate.require(
        usage.regions().stream().mapToLong(FileRegion::bytes).sum() == length(),
        "the survey does not add up to the file");
    long sum = 0;
    for (long offset = 0; offset < length(); offset += Long.BYTES) {
      sum += image.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
    }
    Gate.require(sum() == sum && length() % Long.BYTES == 0, "the floor leaves bytes out");
    Gate.require(copy() == length(), "the copy leaves bytes out");
  }

  long length() {
    return image.bytes().byteSize();
  }

  /// Reads every byte.
  long sum() {
    MemorySegment bytes = image.bytes();
    long sum = 0;
    // A counted loop, which the compiler makes vectors of.
    int longs = (int) (bytes.byteSize() / Long.BYTES);
    for (int i = 0; i < longs; i++) {
      sum += bytes.getAtIndex(ValueLayout.JAVA_LONG, i);
    }
    return sum;
  }

  /// Copies every byte to where a cipher or a hash could work on it.
  long copy() {
    long done = 0;
    while (done < length()) {
      long count = Math.min(CHUNK, length() - done);
      MemorySegment.copy(image.bytes(), done, target, 0, count);
      done += count;
    }
    return done;
  }

  /// Follows every tree, and counts what every byte is used for.
  long survey() throws IOException {
    return PageUsage.survey(snapshot).counts().leaf();
  }

  /// Reads every revision's record, and of its value where it is.
  long revisions() throws IOException {
    Counter counter = new Counter();
    snapshot.forEachRevision(counter);
    return counter.bytes;
  }

  private static final class Counter implements RecordVisitor {
    private long records;
    private long bytes;
    private long malformed;

    @Override
    public void record(RevisionRecord record) {
      records++;
      bytes += record.valueLength();
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      malformed++;
    }
  }
}
