package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.EncryptedDekSourceType;
import dev.snapseal.crypto.KmsPlugin;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Writes the protobuf message `v2.EncryptedObject`: field 1 in place, because it is the value, and
/// the others, which are the same for every value under one data key, as an array.
///
/// @see dev.snapseal.crypto.KmsV2Envelope
final class EncryptedObjectWriter {
  private final byte[] out;
  private int position;

  EncryptedObjectWriter(byte[] out, int offset) {
    this.out = out;
    this.position = offset;
  }

  /// Tag and length of field 1, `encryptedData`; the data follow at [#position()].
  void dataHeader(int dataLength) {
    out[position++] = tag(1);
    int rest = dataLength;
    while (rest > 0x7F) {
      out[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[position++] = (byte) rest;
  }

  int position() {
    return position;
  }

  /// Bytes of a length-delimited field with so many bytes of content and a number below 16.
  static long fieldLength(long contentLength) {
    long length = 2 + contentLength;
    for (long rest = contentLength >>> 7; rest > 0; rest >>>= 7) {
      length++;
    }
    return length;
  }

  /// Fields 2 to 5.
  static byte[] tail(KmsPlugin.WrappedKey wrapped, EncryptedDekSourceType type) {
    ByteArrayOutputStream tail = new ByteArrayOutputStream(128);
    field(tail, 2, wrapped.keyId().getBytes(StandardCharsets.UTF_8));
    field(tail, 3, wrapped.ciphertext());
    for (Map.Entry<String, byte[]> entry : new TreeMap<>(wrapped.annotations()).entrySet()) {
      ByteArrayOutputStream annotation = new ByteArrayOutputStream(64);
      field(annotation, 1, entry.getKey().getBytes(StandardCharsets.UTF_8));
      field(annotation, 2, entry.getValue());
      field(tail, 4, annotation.toByteArray());
    }
    if (type.number() != 0) { // a zero is absent on the wire
      tail.write(5 << 3);
      tail.write(type.number());
    }
    return tail.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] content) {
    out.write(tag(number));
    int rest = content.length;
    while (rest > 0x7F) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    out.writeBytes(content);
  }

  private static byte tag(int number) {
    return (byte) (number << 3 | 2);
  }
}
