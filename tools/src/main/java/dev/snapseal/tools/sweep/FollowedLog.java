package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.wal.ByteAccount;
import dev.snapseal.snapshot.wal.CorruptWalException;
import dev.snapseal.snapshot.wal.RequestValue;
import dev.snapseal.snapshot.wal.RequestValues;
import dev.snapseal.snapshot.wal.WalEnd;
import dev.snapseal.snapshot.wal.WalEntry;
import dev.snapseal.snapshot.wal.WalReader;
import dev.snapseal.snapshot.wal.WalRecord;
import dev.snapseal.snapshot.wal.WalRecordType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// A segment of the write-ahead log, as far as its records lead from one to the next and every CRC
/// is right: up to there no request is to be searched for.
///
/// Of the records' places one is noted for each 64 KiB, from which every window reads its own; so a
/// log of any number of requests takes 128 KiB of heap at most. What is behind the end, a damaged
/// or recycled tail, is not this class's.
final class FollowedLog {
  /// Nothing can be followed.
  static final FollowedLog NONE = new FollowedLog(new long[0], 0, 0, false);

  /// Not more than the lead of a window, which must hold the place that it reads on from.
  private static final int MARK_BYTES = 64 << 10;

  /// For each mark the first record that begins there or behind it.
  private final long[] marks;

  private final long end;
  private final long longestRecord;
  private final boolean isWhole;

  private FollowedLog(long[] marks, long end, long longestRecord, boolean isWhole) {
    this.marks = marks;
    this.end = end;
    this.longestRecord = longestRecord;
    this.isWhole = isWhole;
  }

  /// Takes the requests of a window.
  interface Visitor {
    /// A value in a request that begins in the window.
    void value(RequestValue value);

    /// A record that holds more than values that are known and etcd's own names and numbers.
    void unaccounted();
  }

  /// Reads all records, each CRC included.
  static FollowedLog read(SnapshotBytes segment) {
    Marking marking = new Marking(segment.length());
    long end;
    boolean isWhole;
    try {
      WalEnd read = WalReader.read(List.of(segment), marking::record);
      end = read.offset();
      isWhole =
          read.torn().isEmpty() && segment.firstNonZero(end, segment.length()) == segment.length();
    } catch (CorruptWalException e) {
      end = e.offset();
      isWhole = false;
    } catch (IOException e) {
      return NONE;
    }
    return new FollowedLog(marking.upTo(end), end, marking.longest, isWhole);
  }

  private static final class Marking {
    private final long[] marks;
    private int count;
    private long longest;

    Marking(long length) {
      marks = new long[Math.toIntExact(length / MARK_BYTES) + 1];
    }

    void record(SnapshotBytes segment, WalRecord record) {
      longest = Math.max(longest, record.end() - record.offset());
      while ((long) count * MARK_BYTES <= record.offset()) {
        marks[count++] = record.offset();
      }
    }

    long[] upTo(long end) {
      Arrays.fill(marks, count, marks.length, end);
      return marks;
    }
  }

  /// Bytes of the longest record with its frame.
  long longestRecord() {
    return longestRecord;
  }

  /// Whether nothing but zeroes follows the last record.
  boolean isWhole() {
    return isWhole;
  }

  /// Reads the records that begin in a window's range; the window's bytes must hold them whole.
  ///
  /// @param visitor given offsets in the window's bytes
  /// @return in the window's bytes, the first that was not followed: from there on requests are
  ///   known by their shape alone
  long follow(Window window, Visitor visitor) {
    ByteRange range = window.range();
    long stop = Math.min(end - window.base(), range.end());
    if (stop <= range.start()) {
      return range.start();
    }
    int mark = (int) ((window.base() + range.start()) / MARK_BYTES);
    long offset = marks[mark] - window.base();
    while (offset < stop) {
      WalRecord record;
      try {
        record = WalReader.next(window.bytes(), offset);
      } catch (CorruptWalException e) {
        // A part that could be read before, and now cannot.
        visitor.unaccounted();
        return offset;
      }
      if (offset >= range.start()) {
        requests(window.bytes(), record, visitor);
      }
      offset = record.end();
    }
    return stop;
  }

  private static void requests(SnapshotBytes bytes, WalRecord record, Visitor visitor) {
    try {
      if (!isAccountedFor(bytes, record, visitor)) {
        visitor.unaccounted();
      }
    } catch (MalformedProtobufException e) {
      visitor.unaccounted();
    }
  }

  private static boolean isAccountedFor(SnapshotBytes bytes, WalRecord record, Visitor visitor)
      throws MalformedProtobufException {
    if (record.type() == WalRecordType.ENTRY) {
      RequestValues.forEach(bytes, WalEntry.read(bytes, record), visitor::value);
    }
    return ByteAccount.isWholeRecord(bytes, record);
  }
}
