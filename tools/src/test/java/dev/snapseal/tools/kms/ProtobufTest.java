package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our wire format against protobuf's own library.
class ProtobufTest {
  private static final KmsPeer PEER = new KmsPeer("plug", Path.of("/run/k.sock"));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 200, 16_383, 16_384, 65_535})
  void protobufReadsWhatWeWrite(int length) throws InvalidProtocolBufferException {
    byte[] value = new byte[length];
    new Random(length).nextBytes(value);
    byte[] message;
    try (var writer = new ProtobufWriter().string(1, "v1beta1").bytes(2, value)) {
      message = writer.toBytes();
    }
    var fields = UnknownFieldSet.newBuilder();
    fields.mergeField(1, field(ByteString.copyFromUtf8("v1beta1")));
    if (length > 0) {
      fields.mergeField(2, field(ByteString.copyFrom(value)));
    }
    assertEquals(fields.build(), UnknownFieldSet.parseFrom(message));
  }

  @Test
  void weReadWhatProtobufWrites() throws KmsPluginException {
    var entry = UnknownFieldSet.newBuilder();
    entry.mergeField(1, field(ByteString.copyFromUtf8("a.b")));
    entry.mergeField(2, field(ByteString.copyFromUtf8("value")));
    var fields = UnknownFieldSet.newBuilder();
    fields.mergeField(1, field(ByteString.copyFromUtf8("first")));
    fields.mergeField(1, field(ByteString.copyFromUtf8("the last counts")));
    fields.mergeField(3, field(entry.build().toByteString()));
    fields.mergeField(9, Field.newBuilder().addVarint(7).addFixed32(1).build());
    try (var answer = new ProtobufAnswer(PEER, fields.build().toByteArray())) {
      assertEquals("the last counts", answer.string(1, 100));
      assertEquals("", answer.string(2, 100));
      Map<String, byte[]> map = answer.map(3, 100);
      assertEquals(1, map.size());
      assertArrayEquals("value".getBytes(StandardCharsets.US_ASCII), map.get("a.b"));
    }
  }

  @Test
  void aFieldOfItsLimitIsTakenAndOneByteMoreIsNot() throws KmsPluginException {
    try (var writer = new ProtobufWriter().bytes(1, new byte[10]);
        var answer = new ProtobufAnswer(PEER, writer.toBytes())) {
      assertEquals(10, answer.bytes(1, 10).length);
      var failure = assertThrows(KmsPluginException.class, () -> answer.bytes(1, 9));
      assertTrue(failure.getMessage().contains("10 bytes; the limit is 9"), failure.getMessage());
    }
  }

  @Test
  void theLimitOfAMapCountsAllItsEntries() throws KmsPluginException {
    try (var writer = new ProtobufWriter()) {
      for (String key : new String[] {"a.a", "b.b", "c.c"}) {
        writer.bytes(3, new ProtobufWriter().string(1, key).bytes(2, new byte[7]).toBytes());
      }
      try (var answer = new ProtobufAnswer(PEER, writer.toBytes())) {
        assertEquals(3, answer.map(3, 30).size());
        assertThrows(KmsPluginException.class, () -> answer.map(3, 29));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0a7f01", "0aff", "0b", "00", "0affffffffffffffffff01", "0a02c328"})
  void aBrokenAnswerIsDeclared(String hex) {
    try (var answer = new ProtobufAnswer(PEER, HexFormat.of().parseHex(hex))) {
      var failure = assertThrows(KmsPluginException.class, () -> answer.string(1, 100));
      assertEquals(Reason.UNHEALTHY, failure.reason());
    }
  }

  @Test
  void randomBytesAreReadOrDeclaredBroken() {
    long seed = 20_261_124;
    Random random = new Random(seed);
    int broken = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] message = new byte[random.nextInt(24)];
      random.nextBytes(message);
      if (message.length > 0 && i % 2 == 0) {
        message[0] = 0x1a; // field 3, length-delimited
      }
      try (var answer = new ProtobufAnswer(PEER, message)) {
        answer.map(3, 16);
        answer.string(1, 16);
      } catch (KmsPluginException e) {
        broken++;
      }
    }
    assertTrue(broken > 1_000 && broken < 20_000, "broken with seed " + seed + ": " + broken);
  }

  @Test
  void aClosedMessageHoldsNothing() {
    byte[] message = {0x0a, 0x01, 0x55};
    new ProtobufAnswer(PEER, message).close();
    assertArrayEquals(new byte[3], message);
  }

  private static Field field(ByteString value) {
    return Field.newBuilder().addLengthDelimited(value).build();
  }
}
