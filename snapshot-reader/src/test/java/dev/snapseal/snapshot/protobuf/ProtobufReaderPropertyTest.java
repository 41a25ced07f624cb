package dev.snapseal.snapshot.protobuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ProtobufReaderPropertyTest {
  static final int HIGHEST_FIELD = 536_870_911;

  @Property
  void whatIsWrittenIsRead(
      @ForAll @IntRange(min = 1, max = HIGHEST_FIELD) int number,
      @ForAll long varint,
      @ForAll long fixed,
      @ForAll @Size(max = 300) byte[] bytes)
      throws MalformedProtobufException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    tag(message, number, ProtobufReader.VARINT);
    varint(message, varint);
    tag(message, number, ProtobufReader.FIXED64);
    for (int i = 0; i < 8; i++) {
      message.write((int) (fixed >>> (8 * i)));
    }
    tag(message, number, ProtobufReader.LENGTH_DELIMITED);
    varint(message, bytes.length);
    message.writeBytes(bytes);

    ProtobufReader reader = new ProtobufReader(MemorySegment.ofArray(message.toByteArray()));
    assertTrue(reader.next());
    assertEquals(number, reader.fieldNumber());
    assertEquals(varint, reader.scalar());
    assertTrue(reader.next());
    assertEquals(fixed, reader.scalar());
    assertTrue(reader.next());
    assertTrue(reader.is(number, ProtobufReader.LENGTH_DELIMITED));
    assertArrayEquals(bytes, reader.bytes().toArray(ValueLayout.JAVA_BYTE));
    assertEquals(message.size(), reader.fieldEnd());
    assertFalse(reader.next());
  }

  /// A field cut anywhere is no field, and the fault names its first byte.
  @Property
  void aCutFieldIsRefused(@ForAll @Size(min = 1, max = 200) byte[] bytes, @ForAll long fixed)
      throws MalformedProtobufException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    tag(message, 3, ProtobufReader.VARINT);
    varint(message, fixed);
    int first = message.size();
    tag(message, 5, ProtobufReader.LENGTH_DELIMITED);
    varint(message, bytes.length);
    message.writeBytes(bytes);
    MemorySegment whole = MemorySegment.ofArray(message.toByteArray());
    for (int length = first + 1; length < message.size(); length++) {
      ProtobufReader reader = new ProtobufReader(whole, 0, length);
      assertTrue(reader.next());
      MalformedProtobufException fault =
          assertThrows(MalformedProtobufException.class, reader::next);
      assertEquals(first, fault.offset());
    }
  }

  @Property
  void anyBytesAreFieldsOrAFault(@ForAll @Size(max = 60) byte[] bytes) {
    ProtobufReader reader = new ProtobufReader(MemorySegment.ofArray(bytes));
    long end = 0;
    try {
      while (reader.next()) {
        assertEquals(end, reader.fieldStart());
        assertEquals(reader.fieldEnd(), reader.valueOffset() + reader.valueLength());
        end = reader.fieldEnd();
      }
      assertEquals(bytes.length, end);
    } catch (MalformedProtobufException fault) {
      assertEquals(end, fault.offset());
    }
  }

  @Example
  void offsetsOfAFaultCountFromTheMessage() throws MalformedProtobufException {
    byte[] bytes = HexFormat.of().parseHex("ffffffff" + "0801" + "0b");
    ProtobufReader reader = new ProtobufReader(MemorySegment.ofArray(bytes), 4, 3);
    assertTrue(reader.next());
    assertEquals(4, reader.fieldStart());
    assertEquals(2, assertThrows(MalformedProtobufException.class, reader::next).offset());
  }

  @Example
  void aVarintOfMoreThan64BitsIsRefused() {
    byte[] bytes = HexFormat.of().parseHex("08ffffffffffffffffff02");
    assertThrows(
        MalformedProtobufException.class,
        () -> new ProtobufReader(MemorySegment.ofArray(bytes)).next());
  }

  private static void tag(ByteArrayOutputStream message, int number, int wireType) {
    varint(message, ((long) number << 3) | wireType);
  }

  private static void varint(ByteArrayOutputStream message, long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      message.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    message.write((int) rest);
  }
}
