package dev.snapseal.testdata.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// A protobuf message, written field by field in the order of the calls.
///
/// Nothing is left out and nothing is sorted: what a proto3 writer would omit, the caller omits.
/// Source: protobuf.dev, Encoding.
public final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// A varint field; a negative value takes ten bytes.
  public ProtobufMessage varint(int number, long value) {
    writeVarint(((long) number << 3) | VARINT);
    writeVarint(value);
    return this;
  }

  /// A varint field that proto3 leaves out when it is 0.
  public ProtobufMessage varintUnlessZero(int number, long value) {
    return value == 0 ? this : varint(number, value);
  }

  /// A length-delimited field.
  public ProtobufMessage bytes(int number, byte[] value) {
    writeVarint(((long) number << 3) | LENGTH_DELIMITED);
    writeVarint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /// A length-delimited field that proto3 leaves out when it is empty.
  public ProtobufMessage bytesUnlessEmpty(int number, byte[] value) {
    return value.length == 0 ? this : bytes(number, value);
  }

  /// A string field.
  public ProtobufMessage text(int number, String value) {
    return bytes(number, value.getBytes(UTF_8));
  }

  /// A message field.
  public ProtobufMessage message(int number, ProtobufMessage value) {
    return bytes(number, value.toBytes());
  }

  /// Bytes as they are, for fields that no writer would make.
  public ProtobufMessage raw(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  /// The message so far.
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void writeVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
