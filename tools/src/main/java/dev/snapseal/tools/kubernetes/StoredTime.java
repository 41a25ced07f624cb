package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `meta/v1.Time` and `MicroTime`: seconds 1 and nanos 2 since 1970 on the wire, RFC 3339 in UTC in
/// JSON, without fractions or with six decimals. An empty message, and the first second of year 1,
/// are no time: `null`.
///
/// As in Go, a Time's nanos do not count, a MicroTime's are cut to microseconds and may be negative
/// or more than a second, and years have as many digits as they need.
///
/// @param unknown told of other fields
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/time_proto.go">time_proto.go</a>
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/micro_time_proto.go">micro_time_proto.go</a>
record StoredTime(UnreadFields unknown) {
  private static final int SECONDS = 1;
  private static final int NANOS = 2;
  private static final int NANOS_A_MICRO = 1000;

  private static final DateTimeFormatter WHOLE_SECONDS = formatter("'Z'");
  private static final DateTimeFormatter WITH_MICROS = formatter(".SSSSSS'Z'");

  /// 0001-01-01T00:00:00Z, Go's zero time.
  private static final Instant ZERO_TIME = Instant.ofEpochSecond(-62_135_596_800L);

  /// Other than of `Instant` itself, without a plus sign before years of five digits.
  private static DateTimeFormatter formatter(String end) {
    return new DateTimeFormatterBuilder()
        .appendValue(ChronoField.YEAR, 4, 10, SignStyle.NORMAL)
        .appendPattern("-MM-dd'T'HH:mm:ss" + end)
        .toFormatter(Locale.ROOT)
        .withZone(ZoneOffset.UTC);
  }

  JsonNode read(MemorySegment message, String path)
      throws MalformedObjectException, MalformedProtobufException {
    return read(message, path, Precision.SECONDS);
  }

  JsonNode readMicro(MemorySegment message, String path)
      throws MalformedObjectException, MalformedProtobufException {
    return read(message, path, Precision.MICROS);
  }

  private enum Precision {
    SECONDS,
    MICROS
  }

  private JsonNode read(MemorySegment message, String path, Precision precision)
      throws MalformedObjectException, MalformedProtobufException {
    if (message.byteSize() == 0) {
      return JsonNodeFactory.instance.nullNode();
    }
    long seconds = 0;
    int nanos = 0;
    ProtobufReader fields = ProtobufReader.withGroups(message);
    while (fields.next()) {
      if (fields.is(SECONDS, ProtobufReader.VARINT)) {
        seconds = fields.scalar();
      } else if (fields.is(NANOS, ProtobufReader.VARINT)) {
        nanos = (int) fields.scalar();
      } else {
        unknown.add(path, message, fields);
      }
    }
    long micros = precision == Precision.MICROS ? nanos / NANOS_A_MICRO : 0;
    Instant time;
    try {
      time = Instant.ofEpochSecond(seconds, micros * NANOS_A_MICRO);
    } catch (DateTimeException | ArithmeticException e) {
      throw new MalformedObjectException(path, "the time is more than a billion years away");
    }
    if (time.equals(ZERO_TIME)) {
      return JsonNodeFactory.instance.nullNode();
    }
    return JsonNodeFactory.instance.stringNode(
        switch (precision) {
          case SECONDS -> WHOLE_SECONDS.format(time);
          case MICROS -> WITH_MICROS.format(time);
        });
  }
}
