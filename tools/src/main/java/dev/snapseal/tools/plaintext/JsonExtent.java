package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.SnapshotBytes;

/// How far a value in JSON reaches, by its brackets and quotes alone.
final class JsonExtent {
  private static final int DEEPEST = 8;

  /// Behind any end: there is no value, or it is nested too deep.
  private static final long NOWHERE = Long.MAX_VALUE;

  private JsonExtent() {}

  /// First byte behind the object or array that opens at `offset`; where it is cut, the first byte
  /// that no JSON has.
  static long end(SnapshotBytes bytes, long offset, long end) {
    return end(bytes, offset, end, Integer.MAX_VALUE);
  }

  private static long end(SnapshotBytes bytes, long offset, long end, int deepest) {
    int depth = 0;
    long position = offset;
    while (position < end) {
      int octet = bytes.u8(position);
      if (octet == '"') {
        position = endOfString(bytes, position, end);
        continue;
      }
      if (isControl(octet)) {
        return position;
      }
      position++;
      if (octet == '{' || octet == '[') {
        if (++depth > deepest) {
          return NOWHERE;
        }
      } else if ((octet == '}' || octet == ']') && --depth == 0) {
        return position;
      }
    }
    return position;
  }

  /// First byte behind the value at `offset`; `end` if it is cut there, more than that if it is no
  /// value or nested too deep.
  static long endOfValue(SnapshotBytes bytes, long offset, long end) {
    if (offset >= end) {
      return end;
    }
    int octet = bytes.u8(offset);
    if (octet == '"') {
      return endOfString(bytes, offset, end);
    }
    if (octet == '{' || octet == '[') {
      return end(bytes, offset, end, DEEPEST);
    }
    long position = offset;
    while (position < end && isOfWord(bytes.u8(position))) {
      position++;
    }
    return position == offset ? NOWHERE : position;
  }

  static boolean isWhiteSpace(int octet) {
    return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
  }

  /// The first byte from `offset` on that is no white space; `end` if all are.
  static long behindWhiteSpace(SnapshotBytes bytes, long offset, long end) {
    long position = offset;
    while (position < end && isWhiteSpace(bytes.u8(position))) {
      position++;
    }
    return position;
  }

  private static long endOfString(SnapshotBytes bytes, long quote, long end) {
    long position = quote + 1;
    while (position < end) {
      int octet = bytes.u8(position);
      if (isControl(octet)) {
        return position;
      }
      position++;
      if (octet == '"') {
        return position;
      }
      if (octet == '\\') {
        position++;
      }
    }
    return end;
  }

  private static boolean isControl(int octet) {
    return octet < ' ' && !isWhiteSpace(octet);
  }

  /// A number, `true`, `false` or `null`.
  private static boolean isOfWord(int octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= '0' && octet <= '9')
        || octet == '-'
        || octet == '+'
        || octet == '.'
        || octet == 'E';
  }
}
