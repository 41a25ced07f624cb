package dev.snapseal.snapshot.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import dev.snapseal.testdata.etcd.KeyValueMessage;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/// The fast reader of a put agrees with the general one wherever it answers at all.
class KeyValuePropertyTest {
  private static final int BEFORE = 3;

  @Property
  void aPutAsEtcdWritesItIsReadFast(
      @ForAll @Size(min = 1, max = 200) byte[] key,
      @ForAll @LongRange(min = 1) long main,
      @ForAll @Size(min = 1, max = 200) byte[] value,
      @ForAll @LongRange(min = 0) long lease)
      throws MalformedProtobufException {
    byte[] message = new KeyValueMessage(key, main, main, 1, value, lease).toBytes();
    assertEquals(Optional.of(general(message)), fast(message));
  }

  /// One byte is replaced, and the end cut off.
  @Property(tries = 5000)
  void aDamagedPutIsReadTheSameByBoth(
      @ForAll @Size(max = 6) byte[] key,
      @ForAll @LongRange(min = 0) long main,
      @ForAll @Size(max = 6) byte[] value,
      @ForAll long lease,
      @ForAll @IntRange(max = 40) int at,
      @ForAll byte other,
      @ForAll @IntRange(max = 4) int cut) {
    byte[] message = new KeyValueMessage(key, main, main, 1, value, lease).toBytes();
    if (at < message.length) {
      message[at] = other;
    }
    byte[] damaged = Arrays.copyOf(message, Math.max(0, message.length - cut));
    Optional<KeyValueFields> fast = fast(damaged);
    if (fast.isPresent()) {
      assertEquals(generalOrNone(damaged), fast);
    }
  }

  private static Optional<KeyValueFields> generalOrNone(byte[] message) {
    try {
      return Optional.of(general(message));
    } catch (MalformedProtobufException e) {
      return Optional.empty();
    }
  }

  private static Optional<KeyValueFields> fast(byte[] message) {
    return KeyValueCursor.put(file(message), BEFORE, message.length);
  }

  /// Bytes that would go on the message surround it.
  private static SnapshotBytes file(byte[] message) {
    byte[] file = new byte[BEFORE + message.length + 20];
    Arrays.fill(file, (byte) 0x30);
    System.arraycopy(message, 0, file, BEFORE, message.length);
    return new SnapshotBytes("message", MemorySegment.ofArray(file));
  }

  private static KeyValueFields general(byte[] message) throws MalformedProtobufException {
    ProtobufReader reader = new ProtobufReader(file(message).segment(), BEFORE, message.length);
    long[] numbers = new long[7];
    long[] offsets = new long[7];
    int[] lengths = new int[7];
    offsets[1] = BEFORE;
    offsets[5] = (long) BEFORE + message.length;
    Set<Integer> seen = new HashSet<>();
    long valueField = offsets[5];
    boolean repeated = false;
    boolean foreign = false;
    while (reader.next()) {
      int field = reader.fieldNumber();
      foreign |= field > 6;
      repeated |= field <= 6 && !seen.add(field);
      valueField = field == 5 ? reader.fieldStart() : valueField;
      if (field <= 6) {
        boolean isBytes = field == 1 || field == 5;
        int expected = isBytes ? ProtobufReader.LENGTH_DELIMITED : ProtobufReader.VARINT;
        if (reader.wireType() != expected) {
          throw new MalformedProtobufException(0, "wire type");
        }
        numbers[field] = reader.scalar();
        offsets[field] = reader.valueOffset();
        lengths[field] = (int) reader.valueLength();
      }
    }
    return new KeyValueFields(
        offsets[1],
        lengths[1],
        numbers[2],
        numbers[3],
        numbers[4],
        valueField,
        offsets[5],
        lengths[5],
        numbers[6],
        repeated,
        foreign || repeated);
  }
}
