package dev.snapseal.tools.kms;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes one protobuf message whose fields are strings, bytes and submessages: all that the KMS
/// API sends.
///
/// Close it when the message is sent: it wipes what it holds, as the message may be a data key.
///
/// @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
final class ProtobufWriter implements AutoCloseable {
  private static final int LENGTH_DELIMITED = 2;
  private static final int MAX_VARINT_BYTES = 5;

  private byte[] buffer = new byte[128];
  private int size;

  /// Adds a field; an empty one is left out, as proto3 has it.
  ///
  /// @param number field number, 1 to 15
  ProtobufWriter bytes(int number, byte[] value) {
    if (value.length > 0) {
      makeRoom(1 + MAX_VARINT_BYTES + value.length);
      buffer[size++] = (byte) (number << 3 | LENGTH_DELIMITED);
      varint(value.length);
      System.arraycopy(value, 0, buffer, size, value.length);
      size += value.length;
    }
    return this;
  }

  ProtobufWriter string(int number, String value) {
    return bytes(number, value.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of the message, which the caller owns.
  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  @Override
  public void close() {
    Arrays.fill(buffer, (byte) 0);
    size = 0;
  }

  private void varint(int value) {
    int rest = value;
    while (rest > 0x7F) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  private void makeRoom(int more) {
    if (more > buffer.length - size) {
      byte[] larger = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
      Arrays.fill(buffer, (byte) 0);
      buffer = larger;
    }
  }
}
