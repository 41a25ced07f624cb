package dev.snapseal.snapshot.protobuf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A cursor over the fields of one protobuf message; nothing is copied.
///
/// [#next()] moves to the next field and checks it: after it has returned `true`, the accessors
/// cannot fail and the field lies wholly inside the message. Groups (wire types 3 and 4) occur
/// neither in etcd nor in Kubernetes and are refused, unless the cursor is to pass over what nobody
/// knows as the decoders of Go do: [#withGroups]. Not safe for use by several threads.
///
/// @see <a href="https://github.com/gogo/protobuf/blob/v1.3.2/plugin/unmarshal/unmarshal.go">
///   gogo/protobuf unmarshal.go: what Kubernetes decodes with, and how it skips</a>
/// @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
public final class ProtobufReader {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int LENGTH_DELIMITED = 2;

  /// Only with [#withGroups]: the value is the fields between both ends.
  public static final int START_GROUP = 3;

  public static final int FIXED32 = 5;

  private static final int END_GROUP = 4;

  private static final ValueLayout.OfLong LITTLE_ENDIAN_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LITTLE_ENDIAN_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment message;
  private final long start;
  private final long end;
  private final boolean takesGroups;
  private long position;
  private long fieldStart;
  private int fieldNumber;
  private int wireType;
  private long scalar;
  private long valueOffset;
  private long valueLength;

  /// Reads the message that fills `message`, which must stay open while the cursor is used.
  public ProtobufReader(MemorySegment message) {
    this(message, 0, message.byteSize());
  }

  /// Reads the message at bytes `start` to `start + length` of `segment`; all offsets are relative
  /// to `segment`.
  ///
  /// @throws IndexOutOfBoundsException if that range is not inside `segment`
  public ProtobufReader(MemorySegment segment, long start, long length) {
    this(segment, start, length, false);
  }

  private ProtobufReader(MemorySegment segment, long start, long length, boolean takesGroups) {
    java.util.Objects.checkFromIndexSize(start, length, segment.byteSize());
    this.message = segment;
    this.start = start;
    this.position = start;
    this.end = start + length;
    this.takesGroups = takesGroups;
  }

  /// Reads the message that fills `message`; a group is a field like others, of whatever depth.
  public static ProtobufReader withGroups(MemorySegment message) {
    return new ProtobufReader(message, 0, message.byteSize(), true);
  }

  /// Reads the message at bytes `start` to `start + length` of `segment`; a group is a field like
  /// others.
  ///
  /// @throws IndexOutOfBoundsException if that range is not inside `segment`
  public static ProtobufReader withGroups(MemorySegment segment, long start, long length) {
    return new ProtobufReader(segment, start, length, true);
  }

  /// Moves to the next field; `false` at the end of the message.
  public boolean next() throws MalformedProtobufException {
    if (position == end) {
      return false;
    }
    fieldStart = position;
    long tag = readVarint();
    long number = tag >>> 3;
    if (number == 0 || number > 536_870_911) {
      throw malformed("field number " + Long.toUnsignedString(number) + " is not 1..536870911");
    }
    fieldNumber = (int) number;
    wireType = (int) (tag & 7);
    switch (wireType) {
      case VARINT -> {
        valueOffset = position;
        scalar = readVarint();
        valueLength = position - valueOffset;
      }
      case FIXED64 -> {
        fixed(8);
        scalar = message.get(LITTLE_ENDIAN_LONG, valueOffset);
      }
      case FIXED32 -> {
        fixed(4);
        scalar = message.get(LITTLE_ENDIAN_INT, valueOffset) & 0xFFFF_FFFFL;
      }
      case LENGTH_DELIMITED -> delimited();
      case START_GROUP -> group();
      default -> throw unusedWireType();
    }
    return true;
  }

  private void delimited() throws MalformedProtobufException {
    long length = readVarint();
    if (length < 0 || length > end - position) {
      throw malformed("a length of " + Long.toUnsignedString(length) + " bytes leaves the message");
    }
    valueOffset = position;
    valueLength = length;
    position += length;
  }

  /// Passes over a group and those in it. As in Go, an end ends whichever group began last.
  private void group() throws MalformedProtobufException {
    if (!takesGroups) {
      throw unusedWireType();
    }
    long groupStart = position;
    for (long open = 1; open > 0; ) {
      long tagStart = position;
      wireType = (int) (readVarint() & 7);
      switch (wireType) {
        case VARINT -> readVarint();
        case FIXED64 -> fixed(8);
        case FIXED32 -> fixed(4);
        case LENGTH_DELIMITED -> delimited();
        case START_GROUP -> open++;
        case END_GROUP -> open--;
        default -> throw unusedWireType();
      }
      valueLength = tagStart - groupStart;
    }
    wireType = START_GROUP;
    valueOffset = groupStart;
  }

  private MalformedProtobufException unusedWireType() {
    return malformed("wire type " + wireType + " is not used by etcd or Kubernetes");
  }

  /// Number of the current field, 1 to 536870911.
  public int fieldNumber() {
    return fieldNumber;
  }

  /// [#VARINT], [#FIXED64], [#LENGTH_DELIMITED], [#FIXED32] or [#START_GROUP].
  public int wireType() {
    return wireType;
  }

  /// Whether the current field has this number and this wire type.
  public boolean is(int number, int type) {
    return fieldNumber == number && wireType == type;
  }

  /// Value of a varint, fixed32 (zero-extended) or fixed64 field.
  public long scalar() {
    return scalar;
  }

  /// Offset of the field's tag in the segment this reader was made over.
  public long fieldStart() {
    return fieldStart;
  }

  /// Offset of the first byte behind the field.
  public long fieldEnd() {
    return position;
  }

  /// Offset of the value: behind tag and length.
  public long valueOffset() {
    return valueOffset;
  }

  /// Length of the value in bytes, without tag and length prefix.
  public long valueLength() {
    return valueLength;
  }

  /// The value of a length-delimited field or group, as a slice.
  public MemorySegment bytes() {
    return message.asSlice(valueOffset, valueLength);
  }

  private void fixed(int size) throws MalformedProtobufException {
    if (size > end - position) {
      throw malformed("a fixed field of " + size + " bytes leaves the message");
    }
    valueOffset = position;
    valueLength = size;
    position += size;
  }

  private long readVarint() throws MalformedProtobufException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position == end) {
        throw malformed("a varint leaves the message");
      }
      byte octet = message.get(ValueLayout.JAVA_BYTE, position++);
      value |= (long) (octet & 0x7F) << shift;
      if (octet >= 0) {
        if (shift == 63 && octet > 1) {
          throw malformed("a varint has more than 64 bits");
        }
        return value;
      }
    }
    throw malformed("a varint has more than ten bytes");
  }

  private MalformedProtobufException malformed(String rule) {
    return new MalformedProtobufException(fieldStart - start, rule);
  }
}
