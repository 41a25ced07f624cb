package dev.snapseal.crypto.internal;

/// A cursor over the fields of one protobuf message in an array; nothing is copied.
///
/// After [#next()] the accessors cannot fail and the field lies wholly inside the message.
///
/// @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
public final class ProtobufCursor {
  /// Where the cursor stands.
  public enum State {
    FIELD,
    END,
    MALFORMED
  }

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final long MAX_FIELD_NUMBER = (1 << 29) - 1;

  private final byte[] message;
  private final int end;
  private int position;
  private boolean broken;
  private int fieldNumber;
  private int wireType;
  private long scalar;
  private int valueOffset;
  private int valueLength;

  /// Reads the message in `length` bytes of `message` from `offset`.
  public ProtobufCursor(byte[] message, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, message.length);
    this.message = message;
    this.position = offset;
    this.end = offset + length;
  }

  /// Moves to the next field. Groups are malformed here: Kubernetes has none.
  public State next() {
    if (broken) {
      return State.MALFORMED;
    }
    if (position == end) {
      return State.END;
    }
    long tag = varint();
    long number = tag >>> 3;
    if (number == 0 || number > MAX_FIELD_NUMBER) {
      broken = true;
    }
    fieldNumber = (int) number;
    wireType = (int) (tag & 7);
    if (!broken) {
      readValue();
    }
    return broken ? State.MALFORMED : State.FIELD;
  }

  private void readValue() {
    switch (wireType) {
      case VARINT -> scalar = varint();
      case FIXED64 -> skip(8);
      case FIXED32 -> skip(4);
      case LENGTH_DELIMITED -> skip(varint());
      default -> broken = true;
    }
  }

  private void skip(long length) {
    if (broken || length < 0 || length > end - position) {
      broken = true;
      return;
    }
    valueOffset = position;
    valueLength = (int) length;
    position += (int) length;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position == end) {
        broken = true;
        return 0;
      }
      byte octet = message[position++];
      value |= (long) (octet & 0x7F) << shift;
      if (octet >= 0) {
        broken |= shift == 63 && octet > 1;
        return value;
      }
    }
    broken = true;
    return 0;
  }

  /// Whether the field has this number and is length-delimited.
  public boolean isBytes(int number) {
    return fieldNumber == number && wireType == LENGTH_DELIMITED;
  }

  /// Whether the field has this number and is a varint.
  public boolean isVarint(int number) {
    return fieldNumber == number && wireType == VARINT;
  }

  /// Value of a varint field.
  public long scalar() {
    return scalar;
  }

  /// Where the bytes of a length-delimited field begin, in the array.
  public int valueOffset() {
    return valueOffset;
  }

  /// How many there are.
  public int valueLength() {
    return valueLength;
  }

  /// A copy of the bytes of a length-delimited field.
  public byte[] bytes() {
    return java.util.Arrays.copyOfRange(message, valueOffset, valueOffset + valueLength);
  }
}
