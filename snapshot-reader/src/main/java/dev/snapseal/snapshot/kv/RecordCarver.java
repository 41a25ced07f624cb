package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.internal.SnapshotBytes;
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
/// Tombstones are not looked for: they hold no value.
public final class RecordCarver {
  /// The shortest KeyValue of a put: key of one byte, three numbers of one byte.
  private static final int MIN_KEY_VALUE_LENGTH = 3 + 3 * 2;

  private static final int SEPARATOR = '_';
  private static final int KEY_TAG = 0x0A;

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

  /// The next place whose bytes 8 and 17 fit; the separator is looked for first, as the rarer byte.
  private long nextCandidate(long from, long last) {
    long position = from;
    while (position <= last) {
      if (bytes.u8(position + 8) == SEPARATOR && bytes.u8(position + 17) == KEY_TAG) {
        return position;
      }
      position++;
    }
    return position;
  }

  private Optional<RevisionRecord> recordAt(long position, long end) {
    Optional<Revision> revision = Revision.fromKeyBytes(bytes, position, Revision.KEY_LENGTH);
    if (revision.isEmpty() || revision.get().main() == 0) {
      return Optional.empty();
    }
    long start = position + Revision.KEY_LENGTH;
    long length = keyValueLength(start, end, revision.get().main());
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

  /// Length of the KeyValue at `start`, 0 if there is none: its fields ascend, and the first that
  /// does not belongs to what lies behind it.
  private long keyValueLength(long start, long end, long main) {
    ProtobufReader reader =
        new ProtobufReader(
            bytes.segment(), start, Math.min(end - start, PageLimits.MAX_VALUE_LENGTH));
    int lastNumber = 0;
    long fieldsEnd = start;
    boolean hasModRevision = false;
    boolean hasKey = false;
    try {
      while (reader.next()) {
        int number = reader.fieldNumber();
        boolean isBytes = number == 1 || number == 5;
        int expected = isBytes ? ProtobufReader.LENGTH_DELIMITED : ProtobufReader.VARINT;
        if (number <= lastNumber || number > 6 || reader.wireType() != expected) {
          break;
        }
        hasKey |= number == 1;
        hasModRevision |= number == 3 && reader.scalar() == main;
        lastNumber = number;
        fieldsEnd = reader.fieldEnd();
      }
    } catch (MalformedProtobufException e) {
      // What lies behind the record is no field, or the record itself was cut: the fields so far
      // decide.
      return hasKey && hasModRevision && lastNumber >= 4 ? fieldsEnd - start : 0;
    }
    return hasKey && hasModRevision && lastNumber >= 4 ? fieldsEnd - start : 0;
  }
}
