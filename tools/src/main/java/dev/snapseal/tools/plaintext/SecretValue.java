package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What stands where a Secret's value should: a value, or something in its place.
final class SecretValue {
  private static final int GROUP = 4;
  private static final int MOST_PADDING = 2;

  /// Of a template, of a program that puts the value in later, of documentation, and of SOPS.
  private static final List<byte[]> PLACEHOLDERS =
      List.of(
          ascii("{{"),
          ascii("{%"),
          ascii("${"),
          ascii("$("),
          ascii("<"),
          ascii("..."),
          ascii("ENC["));

  private SecretValue() {}

  /// Whether it is a value of `data`.
  static boolean isBase64(SnapshotBytes bytes, long start, long end) {
    long last = end;
    while (last > start && end - last < MOST_PADDING && bytes.u8(last - 1) == '=') {
      last--;
    }
    for (long position = start; position < last; position++) {
      if (!isBase64(bytes.u8(position))) {
        return false;
      }
    }
    return last > start && (end - start) % GROUP == 0;
  }

  private static boolean isBase64(int octet) {
    return (octet >= 'A' && octet <= 'Z')
        || (octet >= 'a' && octet <= 'z')
        || (octet >= '0' && octet <= '9')
        || octet == '+'
        || octet == '/';
  }

  /// Whether it is a value of `stringData`.
  static boolean isText(SnapshotBytes bytes, long start, long end) {
    return end > start
        && PLACEHOLDERS.stream()
            .noneMatch(
                beginning ->
                    beginning.length <= end - start
                        && bytes.matches(start, beginning.length, beginning));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
