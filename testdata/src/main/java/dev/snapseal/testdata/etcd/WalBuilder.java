package dev.snapseal.testdata.etcd;

import dev.snapseal.testdata.protobuf.ProtobufMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Writes a segment of a write-ahead log as etcd does (v3.7.1, server/storage/wal/encoder.go).
public final class WalBuilder {
  private static final int METADATA = 1;
  private static final int ENTRY = 2;
  private static final int STATE = 3;
  private static final int CRC = 4;
  private static final int SNAPSHOT = 5;

  private final ByteArrayOutputStream segment = new ByteArrayOutputStream();
  private final CRC32C crc;

  private WalBuilder(CRC32C crc) {
    this.crc = crc;
  }

  /// The first segment of a log, with the records that every first one begins with.
  public static WalBuilder first() {
    WalBuilder wal = new WalBuilder(new CRC32C());
    wal.record(CRC, new byte[0]);
    wal.record(METADATA, new ProtobufMessage().varint(1, 7).varint(2, 8).toBytes());
    return wal.record(SNAPSHOT, new ProtobufMessage().varint(1, 0).varint(2, 0).toBytes());
  }

  /// The segment that follows this one; this one is complete.
  public WalBuilder next() {
    WalBuilder wal = new WalBuilder(crc);
    wal.record(CRC, new byte[0]);
    return wal.record(METADATA, new ProtobufMessage().varint(1, 7).varint(2, 8).toBytes());
  }

  /// A request, as etcd up to 3.6 writes its entry.
  public WalBuilder entry(long term, long index, byte[] request) {
    return record(
        ENTRY,
        new ProtobufMessage()
            .varint(1, 0)
            .varint(2, term)
            .varint(3, index)
            .bytes(4, request)
            .toBytes());
  }

  /// A request, as etcd 3.7 writes its entry.
  public WalBuilder entryWithoutType(long term, long index, byte[] request) {
    return record(
        ENTRY, new ProtobufMessage().varint(2, term).varint(3, index).bytes(4, request).toBytes());
  }

  public WalBuilder state(long term, long vote, long commit) {
    return record(
        STATE, new ProtobufMessage().varint(1, term).varint(2, vote).varint(3, commit).toBytes());
  }

  /// A record of any type; of type 4 the data is left out.
  public WalBuilder record(int type, byte[] data) {
    ProtobufMessage record = new ProtobufMessage().varint(1, type);
    crc.update(data, 0, data.length);
    record.varint(2, crc.getValue());
    byte[] bytes = (type == CRC ? record : record.bytes(3, data)).toBytes();
    int padding = (8 - bytes.length % 8) % 8;
    long length = padding == 0 ? bytes.length : bytes.length | (0x80L | padding) << 56;
    segment.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
    segment.writeBytes(bytes);
    segment.writeBytes(new byte[padding]);
    return this;
  }

  /// Bytes so far: the offset of the next record.
  public int length() {
    return segment.size();
  }

  /// The segment, ended where its last record ends.
  public byte[] bytes() {
    return segment.toByteArray();
  }

  /// The segment with zeroes behind it, as a running server has it.
  public byte[] preallocated(int zeroes) {
    byte[] bytes = segment.toByteArray();
    return Arrays.copyOf(bytes, bytes.length + zeroes);
  }
}
