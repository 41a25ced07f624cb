package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.Crc32c;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Reads the segments of a write-ahead log in order, as etcd does when it starts: every record's
/// CRC is checked, and only the last segment may end in a torn record.
///
/// A frame is a little-endian length, whose low 56 bits count the record's bytes, the
/// `walpb.Record`, and padding up to a multiple of 8; the top byte says how much, if there is any.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/storage/wal/decoder.go">etcd
///   decoder.go</a>
public final class WalReader {
  private static final int LENGTH_BYTES = 8;
  private static final long LENGTH_MASK = (1L << 56) - 1;
  private static final int PADDING_SHIFT = 56;
  private static final int PADDING_MASK = 7;
  private static final int SIGN = 0x80;

  /// What a disk writes whole (`minSectorSize`).
  private static final int SECTOR_BYTES = 512;

  private static final int TYPE = 1;
  private static final int CRC = 2;
  private static final int DATA = 3;

  private static final int CHUNK_BYTES = 1 << 16;

  private final WalVisitor visitor;
  private final CRC32C crc = new CRC32C();
  private final byte[] chunk = new byte[CHUNK_BYTES];

  private Crc32c running = Crc32c.EMPTY;
  private long records;

  private WalReader(WalVisitor visitor) {
    this.visitor = visitor;
  }

  /// Reads all records.
  ///
  /// @param segments in order of their names; the first may be from the middle of the log
  /// @throws CorruptWalException at the first record that is neither sound nor a torn end
  public static WalEnd read(List<SnapshotBytes> segments, WalVisitor visitor) throws IOException {
    WalReader reader = new WalReader(visitor);
    WalEnd end = new WalEnd(0, 0, Optional.empty());
    for (int i = 0; i < segments.size(); i++) {
      end = reader.segment(segments.get(i), i == segments.size() - 1);
    }
    return end;
  }

  private WalEnd segment(SnapshotBytes segment, boolean isLast) throws IOException {
    long offset = 0;
    while (hasFrame(segment, offset)) {
      WalRecord record;
      try {
        record = next(segment, offset);
        check(segment, record);
      } catch (CorruptWalException e) {
        if (isLast && isTorn(segment, offset, e.rule())) {
          return new WalEnd(records, offset, Optional.of(e));
        }
        throw e;
      }
      records++;
      visitor.record(segment, record);
      offset = record.end();
    }
    return new WalEnd(records, offset, Optional.empty());
  }

  /// Whether there is more than the end of the file or preallocated zeroes.
  private static boolean hasFrame(SnapshotBytes segment, long offset) {
    long left = segment.length() - offset;
    return left >= LENGTH_BYTES
        ? segment.u64(offset) != 0
        : segment.firstNonZero(offset, segment.length()) < segment.length();
  }

  /// The first record of a segment, its CRC not compared: [WalRecordType#CRC] in every one.
  ///
  /// @throws CorruptWalException if there is none
  public static WalRecord first(SnapshotBytes segment) throws CorruptWalException {
    return next(segment, 0);
  }

  /// The record whose frame begins at an offset, its CRC not compared.
  ///
  /// @param offset not behind the segment's end
  /// @throws CorruptWalException if there is none
  public static WalRecord next(SnapshotBytes segment, long offset) throws CorruptWalException {
    long left = segment.length() - offset - LENGTH_BYTES;
    if (left < 0) {
      throw corrupt(segment, offset, WalRule.RECORD_TRUNCATED, "its length is cut off");
    }
    long field = segment.u64(offset);
    long length = field & LENGTH_MASK;
    long padding = padding(field);
    if (length > left - padding) {
      throw corrupt(
          segment,
          offset,
          WalRule.RECORD_TRUNCATED,
          "its length is " + length + ", and " + left + " bytes follow");
    }
    try {
      return record(segment, offset, length, padding);
    } catch (MalformedProtobufException e) {
      throw corrupt(segment, offset, WalRule.RECORD, "no walpb.Record: " + e.getMessage());
    }
  }

  private static WalRecord record(SnapshotBytes segment, long offset, long length, long padding)
      throws MalformedProtobufException, CorruptWalException {
    ProtobufReader fields = new ProtobufReader(segment.segment(), offset + LENGTH_BYTES, length);
    long end = offset + LENGTH_BYTES + length + padding;
    long type = 0;
    long crc = 0;
    long dataOffset = end;
    long dataLength = 0;
    while (fields.next()) {
      if (fields.is(TYPE, ProtobufReader.VARINT)) {
        type = fields.scalar();
      } else if (fields.is(CRC, ProtobufReader.VARINT)) {
        crc = fields.scalar() & 0xFFFF_FFFFL;
      } else if (fields.is(DATA, ProtobufReader.LENGTH_DELIMITED)) {
        dataOffset = fields.valueOffset();
        dataLength = fields.valueLength();
      }
    }
    Optional<WalRecordType> known = WalRecordType.of(type);
    if (known.isEmpty()) {
      throw corrupt(segment, offset, WalRule.RECORD_TYPE, "its type is " + type + ", not 1 to 5");
    }
    return new WalRecord(offset, end, known.get(), crc, dataOffset, dataLength);
  }

  private void check(SnapshotBytes segment, WalRecord record) throws CorruptWalException {
    if (record.type() == WalRecordType.CRC) {
      if (running.value() != 0 && running.value() != record.crc()) {
        throw corrupt(
            segment,
            record.offset(),
            WalRule.SEGMENT_CHAIN,
            "the segment goes on another one than that before it: one is missing between them");
      }
      running = new Crc32c(record.crc(), 0);
      return;
    }
    Crc32c next = running.append(new Crc32c(ofData(segment, record), record.dataLength()));
    if (next.value() != record.crc()) {
      throw corrupt(segment, record.offset(), WalRule.RECORD_CRC, "its CRC is wrong");
    }
    running = next;
  }

  /// The CRC-32C of a record's data alone.
  private long ofData(SnapshotBytes segment, WalRecord record) {
    crc.reset();
    long position = record.dataOffset();
    long end = position + record.dataLength();
    while (position < end) {
      int count = (int) Math.min(CHUNK_BYTES, end - position);
      segment.copy(position, chunk, 0, count);
      crc.update(chunk, 0, count);
      position += count;
    }
    return crc.getValue();
  }

  /// Whether a record was begun and not written whole: it is cut off, or one of the sectors it lies
  /// on holds nothing but zeroes (`isTornEntry`).
  private static boolean isTorn(SnapshotBytes segment, long offset, WalRule rule) {
    if (rule == WalRule.RECORD_TRUNCATED) {
      return true;
    }
    if (rule == WalRule.SEGMENT_CHAIN) {
      return false;
    }
    long field = segment.u64(offset);
    long position = offset + LENGTH_BYTES;
    long end = position + (field & LENGTH_MASK) + padding(field);
    while (position < end) {
      long border = Math.min(end, (position / SECTOR_BYTES + 1) * SECTOR_BYTES);
      if (segment.isZero(position, border)) {
        return true;
      }
      position = border;
    }
    return false;
  }

  /// Whether a frame is padded as etcd pads: to a multiple of 8 bytes, and no more.
  static boolean isPadded(SnapshotBytes segment, long offset) {
    long field = segment.u64(offset);
    return padding(field) == (-field & PADDING_MASK)
        && (field >>> PADDING_SHIFT & ~PADDING_MASK & ~SIGN) == 0;
  }

  private static long padding(long lengthField) {
    return lengthField < 0 ? lengthField >>> PADDING_SHIFT & PADDING_MASK : 0;
  }

  private static CorruptWalException corrupt(
      SnapshotBytes segment, long offset, WalRule rule, String found) {
    return new CorruptWalException(segment.file(), offset, rule, found);
  }
}
