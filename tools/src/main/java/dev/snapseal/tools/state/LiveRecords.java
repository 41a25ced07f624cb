package dev.snapseal.tools.state;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The records that a read at one revision finds, ordered by a rank and then by their keys' bytes.
///
/// Holds places, about thirty bytes a record; the records are read from the file when they are
/// asked for. Safe for reading by several threads.
public final class LiveRecords {
  /// The rank of a key that is left out.
  public static final int NONE = -1;

  private static final int MAX_RANK = Byte.MAX_VALUE;
  private static final int FIRST_CAPACITY = 1 << 10;

  private final SnapshotBytes bytes;
  private long revision;
  private long malformed;
  private int count;
  private long[] recordOffsets = new long[FIRST_CAPACITY];
  private long[] pageIds = new long[FIRST_CAPACITY];
  private int[] recordLengths = new int[FIRST_CAPACITY];
  private int[] keyStarts = new int[FIRST_CAPACITY];
  private int[] keyLengths = new int[FIRST_CAPACITY];
  private byte[] revisionLengths = new byte[FIRST_CAPACITY];
  private byte[] ranks = new byte[FIRST_CAPACITY];

  /// Places in the order that is promised.
  private int[] order = new int[0];

  private LiveRecords(SnapshotBytes bytes) {
    this.bytes = bytes;
  }

  /// Reads the places of all live records.
  ///
  /// @param upTo main revision; empty: the newest
  /// @param rank of a key, 0 to 127, or [#NONE]; called by this thread
  /// @param progress told the bytes that were read since it was last told; all of the file's in sum
  /// @throws NoSuchRevisionException if the state of that revision is not in the file
  public static LiveRecords read(
      Snapshot snapshot,
      OptionalLong upTo,
      ToIntFunction<MemorySegment> rank,
      LongConsumer progress)
      throws IOException {
    try (RevisionIndex index = RevisionIndex.build(snapshot, upTo.orElse(Long.MAX_VALUE))) {
      progress.accept(snapshot.length() / 2);
      LiveRecords live = read(snapshot, index, upTo, rank);
      progress.accept(snapshot.length() - snapshot.length() / 2);
      return live;
    }
  }

  /// Reads the places of all live records of the newest state whose index is there already.
  ///
  /// @param index of all records
  /// @param rank of a key, 0 to 127, or [#NONE]; called by this thread
  public static LiveRecords read(
      Snapshot snapshot, RevisionIndex index, ToIntFunction<MemorySegment> rank)
      throws IOException {
    return read(snapshot, index, OptionalLong.empty(), rank);
  }

  private static LiveRecords read(
      Snapshot snapshot, RevisionIndex index, OptionalLong upTo, ToIntFunction<MemorySegment> rank)
      throws IOException {
    LiveRecords live = new LiveRecords(snapshot.bytes());
    Collector collector = live.new Collector(index, rank);
    snapshot.forEachRevision(collector);
    live.setRevision(snapshot, upTo, collector.lastMain);
    live.sort();
    return live;
  }

  /// How many there are.
  public int count() {
    return count;
  }

  /// Main revision whose state this is: of the last record at it, or the one that was asked for.
  public long revision() {
    return revision;
  }

  /// Elements that are no records, so that nobody knows of which key they are.
  public long malformed() {
    return malformed;
  }

  /// The record at a place of the order.
  ///
  /// @param place from 0
  public RevisionRecord get(int place) {
    int entry = order[place];
    try {
      return RevisionRecord.read(
          bytes,
          pageIds[entry],
          recordOffsets[entry],
          revisionLengths[entry],
          recordLengths[entry] - revisionLengths[entry]);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("a record changed while it was read", e);
    }
  }

  /// All of them, in their order.
  public Stream<RevisionRecord> stream() {
    return IntStream.range(0, count).mapToObj(this::get);
  }

  /// Bytes of the record at a place of the order.
  public int lengthBytes(int place) {
    return recordLengths[order[place]];
  }

  /// The key at a place of the order, a slice of the file.
  public MemorySegment key(int place) {
    return entryKey(order[place]);
  }

  /// The order of keys: by their unsigned bytes.
  public static int compare(MemorySegment one, MemorySegment other) {
    long at = one.mismatch(other);
    if (at < 0) {
      return 0;
    }
    if (at == one.byteSize() || at == other.byteSize()) {
      return Long.compare(one.byteSize(), other.byteSize());
    }
    return Integer.compare(octet(one, at), octet(other, at));
  }

  private static int octet(MemorySegment segment, long at) {
    return segment.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  private MemorySegment entryKey(int entry) {
    return bytes.slice(recordOffsets[entry] + keyStarts[entry], keyLengths[entry]);
  }

  private void setRevision(Snapshot snapshot, OptionalLong upTo, long lastMain) throws IOException {
    long compacted = MetaValues.read(snapshot).compactRevision().orElse(0);
    long current = Math.max(lastMain, compacted);
    revision = upTo.orElse(current);
    if (revision > current) {
      throw NoSuchRevisionException.future(snapshot.file(), current);
    }
    if (revision < compacted) {
      throw NoSuchRevisionException.compacted(snapshot.file(), compacted);
    }
  }

  private void add(RevisionRecord record, int rank) {
    if (count == recordOffsets.length) {
      grow();
    }
    recordOffsets[count] = record.recordOffset();
    pageIds[count] = record.pageId();
    recordLengths[count] = Math.toIntExact(record.recordLength());
    keyStarts[count] = Math.toIntExact(record.keyOffset() - record.recordOffset());
    keyLengths[count] = record.keyLength();
    revisionLengths[count] = (byte) record.revisionKeyLength();
    ranks[count] = (byte) rank;
    count++;
  }

  private void grow() {
    int capacity = count + (count >> 1);
    recordOffsets = Arrays.copyOf(recordOffsets, capacity);
    pageIds = Arrays.copyOf(pageIds, capacity);
    recordLengths = Arrays.copyOf(recordLengths, capacity);
    keyStarts = Arrays.copyOf(keyStarts, capacity);
    keyLengths = Arrays.copyOf(keyLengths, capacity);
    revisionLengths = Arrays.copyOf(revisionLengths, capacity);
    ranks = Arrays.copyOf(ranks, capacity);
  }

  /// A merge sort of places: the library's sorts of numbers take no order of ours.
  private void sort() {
    int[] from = new int[count];
    for (int i = 0; i < count; i++) {
      from[i] = i;
    }
    int[] to = new int[count];
    for (long width = 1; width < count; width *= 2) {
      for (long start = 0; start < count; start += 2 * width) {
        int middle = (int) Math.min(start + width, count);
        int end = (int) Math.min(start + 2 * width, count);
        merge(from, to, (int) start, middle, end);
      }
      int[] merged = to;
      to = from;
      from = merged;
    }
    order = from;
  }

  private void merge(int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean isLeft =
          right == end || (left < middle && compareEntries(from[left], from[right]) <= 0);
      to[i] = isLeft ? from[left++] : from[right++];
    }
  }

  private int compareEntries(int one, int other) {
    return ranks[one] != ranks[other]
        ? Integer.compare(ranks[one], ranks[other])
        : compare(entryKey(one), entryKey(other));
  }

  private final class Collector implements RecordVisitor {
    private final RevisionIndex index;
    private final ToIntFunction<MemorySegment> rank;
    private long lastMain;

    Collector(RevisionIndex index, ToIntFunction<MemorySegment> rank) {
      this.index = index;
      this.rank = rank;
    }

    @Override
    public void record(RevisionRecord record) {
      lastMain = Math.max(lastMain, record.revision().main());
      if (index.isLive(record)) {
        int ranked = rank.applyAsInt(record.key());
        if (ranked > MAX_RANK) {
          throw new IllegalStateException("rank " + ranked + " is not in 0.." + MAX_RANK);
        }
        if (ranked != NONE) {
          add(record, ranked);
        }
      }
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      malformed++;
    }
  }
}
