package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `meta/v1.Time` and `MicroTime`: seconds 1 and nanos 2 since 1970 on the wire, RFC 3339 in UTC in
/// JSON, without fractions or with six decimals. An empty message, and the first second of year 1,
/// are no time: `null`.
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/time_proto.go">time_proto.go</a>
final class StoredTime {
  private static final int SECONDS = 1;
  private static final int NANOS = 2;
  private static final int NANOS_A_MICRO = 1000;
  private static final int NANOS_MAX = 999_999_999;

  private static final DateTimeFormatter WITH_MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /// 0001-01-01T00:00:00Z, Go's zero time.
  private static final long ZERO_TIME = -62_135_596_800L;

  /// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what Go writes as JSON.
  private static final long FIRST = -62_167_219_200L;

  private static final long LAST = 253_402_300_799L;

  private StoredTime() {}

  static JsonNode read(MemorySegment message, String path)
      throws MalformedObjectException, MalformedProtobufException {
    return read(message, path, time -> Instant.ofEpochSecond(time.getEpochSecond()).toString());
  }

  static JsonNode readMicro(MemorySegment message, String path)
      throws MalformedObjectException, MalformedProtobufException {
    return read(message, path, WITH_MICROS::format);
  }

  private static JsonNode read(MemorySegment message, String path, Function<Instant, String> form)
      throws MalformedObjectException, MalformedProtobufException {
    if (message.byteSize() == 0) {
      return JsonNodeFactory.instance.nullNode();
    }
    long seconds = 0;
    long nanos = 0;
    ProtobufReader fields = new ProtobufReader(message);
    while (fields.next()) {
      if (fields.is(SECONDS, ProtobufReader.VARINT)) {
        seconds = fields.scalar();
      } else if (fields.is(NANOS, ProtobufReader.VARINT)) {
        nanos = fields.scalar();
      }
    }
    if (seconds < FIRST || seconds > LAST) {
      throw new MalformedObjectException(path, "the time is not in the years 0 to 9999");
    }
    if (nanos < 0 || nanos > NANOS_MAX) {
      throw new MalformedObjectException(path, "the time has more than a second of nanoseconds");
    }
    if (seconds == ZERO_TIME && nanos < NANOS_A_MICRO) {
      return JsonNodeFactory.instance.nullNode();
    }
    return JsonNodeFactory.instance.stringNode(form.apply(Instant.ofEpochSecond(seconds, nanos)));
  }
}
