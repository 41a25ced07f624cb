package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `meta/v1.Time`: seconds 1 and nanos 2 since 1970 on the wire, RFC 3339 in UTC without fractions
/// in JSON. An empty message, and the first second of year 1, are no time: `null`.
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/time_proto.go">time_proto.go</a>
final class StoredTime {
  private static final int SECONDS = 1;

  /// 0001-01-01T00:00:00Z, Go's zero time.
  private static final long ZERO_TIME = -62_135_596_800L;

  /// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what Go writes as JSON.
  private static final long FIRST = -62_167_219_200L;

  private static final long LAST = 253_402_300_799L;

  private StoredTime() {}

  static JsonNode read(MemorySegment message, String path)
      throws MalformedObjectException, MalformedProtobufException {
    if (message.byteSize() == 0) {
      return JsonNodeFactory.instance.nullNode();
    }
    long seconds = 0;
    ProtobufReader fields = new ProtobufReader(message);
    while (fields.next()) {
      if (fields.is(SECONDS, ProtobufReader.VARINT)) {
        seconds = fields.scalar();
      }
    }
    if (seconds < FIRST || seconds > LAST) {
      throw new MalformedObjectException(path, "the time is not in the years 0 to 9999");
    }
    return seconds == ZERO_TIME
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.stringNode(Instant.ofEpochSecond(seconds).toString());
  }
}
