package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The records of a pax extended header, `length key=value\n` each, by key; of a repeated key the
/// last counts (POSIX pax, section "pax Header Block").
final class PaxRecords {
  private final Map<String, byte[]> values = new HashMap<>();

  private PaxRecords() {}

  static PaxRecords none() {
    return new PaxRecords();
  }

  /// Empty when the bytes are not such records.
  static Optional<PaxRecords> parse(byte[] bytes) {
    PaxRecords records = new PaxRecords();
    int start = 0;
    while (start < bytes.length && bytes[start] != 0) {
      int length = records.add(bytes, start);
      if (length == 0) {
        return Optional.empty();
      }
      start += length;
    }
    return Optional.of(records);
  }

  Optional<byte[]> path() {
    return Optional.ofNullable(values.get("path"));
  }

  /// Bytes of content, or [TarHeader#NO_NUMBER] for something else; empty when not given.
  Optional<Long> size() {
    return Optional.ofNullable(values.get("size")).map(PaxRecords::decimal);
  }

  /// GNU tar's sparse files in pax archives have several such keys.
  boolean isSparse() {
    return values.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
  }

  /// The length of the record at this offset, or 0 when there is none.
  private int add(byte[] bytes, int start) {
    int blank = indexOf(bytes, start, Math.min(bytes.length, start + 11), ' ');
    if (blank < 0) {
      return 0;
    }
    long length = decimal(Arrays.copyOfRange(bytes, start, blank));
    int equals = indexOf(bytes, blank + 1, bytes.length, '=');
    if (equals < 0 || length < equals + 2 - start || length > bytes.length - start) {
      return 0;
    }
    int end = start + (int) length - 1;
    if (bytes[end] != '\n') {
      return 0;
    }
    values.put(
        new String(bytes, blank + 1, equals - blank - 1, ISO_8859_1),
        Arrays.copyOfRange(bytes, equals + 1, end));
    return (int) length;
  }

  private static int indexOf(byte[] bytes, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /// At most 18 digits, so no overflow.
  private static long decimal(byte[] digits) {
    if (digits.length == 0 || digits.length > 18) {
      return TarHeader.NO_NUMBER;
    }
    long value = 0;
    for (byte digit : digits) {
      if (digit < '0' || digit > '9') {
        return TarHeader.NO_NUMBER;
      }
      value = value * 10 + (digit - '0');
    }
    return value;
  }
}
