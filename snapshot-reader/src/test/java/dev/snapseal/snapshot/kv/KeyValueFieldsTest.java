package dev.snapseal.snapshot.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class KeyValueFieldsTest {
  @Test
  void whatEtcdWritesHasNoForeignFields() throws MalformedProtobufException {
    assertFalse(parse(put().bytes(5, new byte[] {1})).foreign());
    assertFalse(parse(put()).foreign());
    assertFalse(parse(new ProtobufMessage().text(1, "a")).foreign());
  }

  @Test
  void aRepeatedFieldIsForeignAndItsLastValueCounts() throws MalformedProtobufException {
    KeyValueFields fields = parse(put().text(5, "first").text(5, "second!"));
    assertTrue(fields.foreign());
    assertEquals("second!".getBytes(UTF_8).length, fields.valueLength());
    assertTrue(parse(put().varint(4, 2)).foreign());
  }

  @Test
  void anUnknownFieldIsForeign() throws MalformedProtobufException {
    assertTrue(parse(put().text(5, "value").text(7, "more")).foreign());
  }

  private static ProtobufMessage put() {
    return new ProtobufMessage().text(1, "a").varint(2, 3).varint(3, 3).varint(4, 1);
  }

  private static KeyValueFields parse(ProtobufMessage message) throws MalformedProtobufException {
    byte[] bytes = message.toBytes();
    return KeyValueFields.parse(
        new SnapshotBytes("message", MemorySegment.ofArray(bytes)), 0, bytes.length);
  }
}
