package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.page.PageLimits;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.io.IOException;
import java.util.Optional;

/// Finds etcd's records in bytes that no tree leads to, by their shape alone.
///
/// A put is 17 bytes of revision key and, right behind them, a KeyValue whose fields ascend and
/// whose `mod_revision` repeats the main revision: that agreement makes a chance hit as good as
/// impossible. So old leaf images are read whether or not the page header that once began them is
/// still there.
///
/// A record whose value was cut off is given without it; the rest of the value begins the gap that
/// follows. Tombstones are not looked for: they hold no value.
public final class RecordCarver {
  /// The shortest KeyValue of a put: key of one byte, three numbers of one byte.
  private static final int MIN_KEY_VALUE_LENGTH = 3 + 3 * 2;

  /// Between the two numbers of a revision key.
  public static final int SEPARATOR = '_';

  /// Bytes before it.
  public static final int SEPARATOR_AT = 8;

  private static final int KEY_TAG = 0x0A;
  private static final int CREATE_REVISION_TAG = 0x10;

  /// A key's length takes up to five bytes of seven bits.
  private static final int MAX_KEY_LENGTH_SHIFT = 28;

  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long SEPARATORS = SEPARATOR * LOW_BITS;
  private static final long KEY_TAGS = KEY_TAG * LOW_BITS;

  private final SnapshotBytes bytes;
  private final int pageSize;

  /// @param pageSize what turns an offset into the page that reports name
  public RecordCarver(SnapshotBytes bytes, int pageSize) {
    this.bytes = bytes;
    this.pageSize = pageSize;
  }

  /// Takes what is found, in file order, and the bytes between.
  public interface Visitor {
    void record(RevisionRecord record) throws IOException;

    /// Bytes that are part of no record.
    void gap(ByteRange range) throws IOException;
  }

  /// Examines every byte of `range`.
  public void carve(ByteRange range, Visitor visitor) throws IOException {
    long gapStart = range.start();
    long position = range.start();
    long last = range.end() - Revision.KEY_LENGTH - MIN_KEY_VALUE_LENGTH;
    while (position <= last) {
      position = nextCandidate(position, last);
      if (position > last) {
        break;
      }
      Optional<RevisionRecord> record = recordAt(position, range.end());
      if (record.isEmpty()) {
        position++;
        continue;
      }
      if (position > gapStart) {
        visitor.gap(new ByteRange(gapStart, position));
      }
      visitor.record(record.get());
      position += record.get().recordLength();
      gapStart = position;
    }
    if (range.end() > gapStart) {
      visitor.gap(new ByteRange(gapStart, range.end()));
    }
  }

  /// The next place, up to `last`, whose bytes 8 and 17 fit; behind `last` if there is none.
  ///
  /// Eight places are looked at in one step. A byte of `misfit` is zero where both bytes fit, and
  /// the test for zero bytes is exact for the lowest one.
  private long nextCandidate(long from, long last) {
    long position = from;
    for (; position <= last - Long.BYTES; position += Long.BYTES) {
      long misfit =
          (bytes.u64(position + SEPARATOR_AT) ^ SEPARATORS)
              | (bytes.u64(position + Revision.KEY_LENGTH) ^ KEY_TAGS);
      long zeroes = (misfit - LOW_BITS) & ~misfit & HIGH_BITS;
      if (zeroes != 0) {
        return position + Long.numberOfTrailingZeros(zeroes) / Byte.SIZE;
      }
    }
    while (position <= last && !isCandidate(position)) {
      position++;
    }
    return position;
  }

  /// The record that begins at `position`, for a caller who looks for the separator of its key
  /// himself: that is the byte [#SEPARATOR], [#SEPARATOR_AT] bytes on.
  ///
  /// @param end first byte behind those that may belong to it
  public Optional<RevisionRecord> at(long position, long end) {
    return position <= end - Revision.KEY_LENGTH - MIN_KEY_VALUE_LENGTH && isCandidate(position)
        ? recordAt(position, end)
        : Optional.empty();
  }

  private boolean isCandidate(long position) {
    return bytes.u8(position + SEPARATOR_AT) == SEPARATOR
        && bytes.u8(position + Revision.KEY_LENGTH) == KEY_TAG;
  }

  private Optional<RevisionRecord> recordAt(long position, long end) {
    long main = bytes.bigEndian64(position);
    if (main <= 0 || !createRevisionFollows(position + Revision.KEY_LENGTH, end)) {
      return Optional.empty();
    }
    long start = position + Revision.KEY_LENGTH;
    long length = keyValueLength(start, end, main);
    if (length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          RevisionRecord.read(
              bytes, position / pageSize, position, Revision.KEY_LENGTH, (int) length));
    } catch (MalformedRecordException e) {
      return Optional.empty();
    }
  }

  /// Whether the field that begins at `start` is followed by the one that follows a key in every
  /// put; a cheap look that refuses nearly all that is no record.
  private boolean createRevisionFollows(long start, long end) {
    long keyLength = 0;
    long position = start + 1;
    for (int shift = 0; shift <= MAX_KEY_LENGTH_SHIFT && position < end; shift += 7) {
      int octet = bytes.u8(position++);
      keyLength |= (long) (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return keyLength < end - position && bytes.u8(position + keyLength) == CREATE_REVISION_TAG;
      }
    }
    return false;
  }

  /// Length of the KeyValue at `start`, 0 if there is none: its fields ascend, and the first that
  /// does not belongs to what lies behind it.
  private long keyValueLength(long start, long end, long main) {
    ProtobufReader reader =
        new ProtobufReader(
            bytes.segment(), start, Math.min(end - start, PageLimits.MAX_VALUE_LENGTH));
    int lastNumber = 0;
    long fieldsEnd = start;
    boolean repeatsRevision = false;
    try {
      while (reader.next()) {
        int number = reader.fieldNumber();
        boolean isBytes = number == 1 || number == 5;
        int expected = isBytes ? ProtobufReader.LENGTH_DELIMITED : ProtobufReader.VARINT;
        if (number <= lastNumber || number > 6 || reader.wireType() != expected) {
          break;
        }
        repeatsRevision |= number == 3 && reader.scalar() == main;
        lastNumber = number;
        fieldsEnd = reader.fieldEnd();
      }
    } catch (MalformedProtobufException e) {
      // What lies behind the record is no field, or the record itself was cut: the fields so far
      // decide.
    }
    return repeatsRevision && lastNumber >= 4 ? fieldsEnd - start : 0;
  }
}
