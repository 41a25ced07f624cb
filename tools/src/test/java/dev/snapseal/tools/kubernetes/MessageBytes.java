package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;

/// Writes protobuf messages for tests, field by field, right or wrong.
final class MessageBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  MessageBytes varint(int number, long value) {
    writeVarint((long) number << 3);
    writeVarint(value);
    return this;
  }

  MessageBytes bytes(int number, byte[] value) {
    writeVarint((long) number << 3 | 2);
    writeVarint(value.length);
    out.writeBytes(value);
    return this;
  }

  /// A group with these fields in it.
  MessageBytes group(int number, MessageBytes fields) {
    writeVarint((long) number << 3 | 3);
    out.writeBytes(fields.toBytes());
    writeVarint((long) number << 3 | 4);
    return this;
  }

  MessageBytes text(int number, String value) {
    return bytes(number, value.getBytes(UTF_8));
  }

  MessageBytes message(int number, MessageBytes value) {
    return bytes(number, value.toBytes());
  }

  MessageBytes entry(int number, String key, String value) {
    return message(number, new MessageBytes().text(1, key).text(2, value));
  }

  /// A message of these bytes, whatever they are.
  static MessageBytes ofBytes(byte[] fields) {
    MessageBytes message = new MessageBytes();
    message.out.writeBytes(fields);
    return message;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  /// This object message inside the envelope the API server writes.
  MemorySegment stored(String apiVersion, String kind) {
    MessageBytes typeMeta = new MessageBytes().text(1, apiVersion).text(2, kind);
    MessageBytes unknown =
        new MessageBytes().message(1, typeMeta).message(2, this).text(3, "").text(4, "");
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.writeBytes(new byte[] {'k', '8', 's', 0});
    value.writeBytes(unknown.toBytes());
    return MemorySegment.ofArray(value.toByteArray());
  }

  /// ObjectMeta with what identifies an object.
  static MessageBytes metadata(String namespace, String name) {
    return new MessageBytes()
        .text(1, name)
        .text(2, "")
        .text(3, namespace)
        .text(4, "")
        .text(5, "1b4e28ba-2fa1-11d2-883f-0016d3cca427")
        .text(6, "")
        .varint(7, 0)
        .message(8, new MessageBytes().varint(1, 1_795_536_000L).varint(2, 0));
  }

  private void writeVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
