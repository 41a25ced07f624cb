package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A plugin's answer: strings, bytes and a map by field number. Unknown fields are skipped, of a
/// repeated one the last counts, an absent one is empty, as proto3 has it.
///
/// Owns its bytes: close it, as they may be a data key.
final class ProtobufAnswer implements AutoCloseable {
  private final KmsPeer peer;
  private final byte[] message;

  /// Takes `message` over.
  ProtobufAnswer(KmsPeer peer, byte[] message) {
    this.peer = peer;
    this.message = message;
  }

  /// Copy of a bytes field, which the caller owns.
  ///
  /// @throws KmsPluginException if it is longer than `maxBytes` or the message is malformed
  byte[] bytes(int number, int maxBytes) throws KmsPluginException {
    MemorySegment found = MemorySegment.ofArray(new byte[0]);
    ProtobufReader reader = new ProtobufReader(MemorySegment.ofArray(message));
    while (next(reader)) {
      if (reader.is(number, ProtobufReader.LENGTH_DELIMITED)) {
        found = reader.bytes();
      }
    }
    return copy(found, "field " + number, maxBytes);
  }

  /// A string field.
  String string(int number, int maxBytes) throws KmsPluginException {
    return text(bytes(number, maxBytes));
  }

  /// A `map<string, bytes>` field, whose entries are messages of key (1) and value (2).
  ///
  /// @param maxBytes limit of all keys and values together
  Map<String, byte[]> map(int number, int maxBytes) throws KmsPluginException {
    Map<String, byte[]> map = new HashMap<>();
    long total = 0;
    ProtobufReader reader = new ProtobufReader(MemorySegment.ofArray(message));
    while (next(reader)) {
      if (reader.is(number, ProtobufReader.LENGTH_DELIMITED)) {
        byte[] entry = reader.bytes().toArray(ValueLayout.JAVA_BYTE);
        try (var fields = new ProtobufAnswer(peer, entry)) {
          byte[] key = fields.bytes(1, maxBytes);
          byte[] value = fields.bytes(2, maxBytes);
          total += key.length + value.length;
          map.put(text(key), value);
        }
        if (total > maxBytes) {
          throw malformed("its map in field " + number + " has more than " + maxBytes + " bytes");
        }
      }
    }
    return map;
  }

  @Override
  public void close() {
    Arrays.fill(message, (byte) 0);
  }

  private boolean next(ProtobufReader reader) throws KmsPluginException {
    try {
      return reader.next();
    } catch (MalformedProtobufException e) {
      throw malformed("its answer is not a protobuf message: " + e.getMessage());
    }
  }

  private byte[] copy(MemorySegment value, String what, int maxBytes) throws KmsPluginException {
    if (value.byteSize() > maxBytes) {
      throw malformed(
          what + " of its answer has " + value.byteSize() + " bytes; the limit is " + maxBytes);
    }
    return value.toArray(ValueLayout.JAVA_BYTE);
  }

  private String text(byte[] utf8) throws KmsPluginException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw peer.failure(Reason.UNHEALTHY, "a string in its answer is not UTF-8", e);
    }
  }

  private KmsPluginException malformed(String what) {
    return peer.failure(Reason.UNHEALTHY, what);
  }
}
