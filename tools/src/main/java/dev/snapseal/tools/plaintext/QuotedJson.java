package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.charset.StandardCharsets;

/// Reads JSON token by token, also where it is a string inside other JSON, however often: there
/// each of its quotes stands behind one, three or seven backslashes. Whatever it meets, it ends:
/// broken, with what it has read so far.
final class QuotedJson {
  private static final int LONGEST_TEXT = 318;

  /// What a quote is, by the backslashes before it.
  private enum Quote {
    /// It begins or ends a string.
    DELIMITER,
    /// It is part of a string.
    INNER,
    /// It ends the string that all of this is in.
    BORDER
  }

  private final SnapshotBytes bytes;
  private final long end;

  /// How often all of it was made a string.
  private final int depth;

  private long position;
  private long read;
  private boolean broken;

  /// @param offset where to read
  /// @param end first byte behind those that may be read
  /// @param depth of strings that it is in
  QuotedJson(SnapshotBytes bytes, long offset, long end, int depth) {
    this.bytes = bytes;
    this.position = offset;
    this.end = end;
    this.depth = depth;
  }

  /// How many strings a quote is in that begins one and has so many backslashes before it; -1 if
  /// that cannot be.
  static int depthOf(int backslashes) {
    return Integer.bitCount(backslashes + 1) == 1
        ? Integer.numberOfTrailingZeros(backslashes + 1)
        : -1;
  }

  private Quote quote(long backslashes) {
    long left = backslashes;
    for (int i = 0; i < depth; i++) {
      if (left % 2 == 0) {
        return Quote.BORDER;
      }
      left = (left - 1) / 2;
    }
    return left % 2 == 0 ? Quote.DELIMITER : Quote.INNER;
  }

  /// Goes back from a place between tokens to the brace that opens the object around it.
  ///
  /// @param lowest first byte that may be read
  /// @return where the brace is; -1 if none is found
  long backToBrace(long lowest) {
    long place = position;
    int open = 0;
    boolean isString = false;
    while (place > lowest) {
      int octet = octetAt(--place);
      if (octet == '"') {
        long slashes = backslashesBefore(place, lowest);
        Quote quote = quote(slashes);
        if (quote == Quote.BORDER || (quote == Quote.INNER && !isString)) {
          return -1;
        }
        isString ^= quote == Quote.DELIMITER;
        place -= slashes;
      } else if (isString) {
        if (octet < ' ') {
          return -1;
        }
      } else if (octet == '}' || octet == ']') {
        open++;
      } else if (octet == '{' || octet == '[') {
        if (open == 0) {
          return octet == '{' ? place : -1;
        }
        open--;
      } else if (!isBetween(octet)) {
        return -1;
      }
    }
    return -1;
  }

  private int octetAt(long place) {
    read++;
    return bytes.u8(place);
  }

  private long backslashesBefore(long place, long lowest) {
    long first = place;
    while (first > lowest && bytes.u8(first - 1) == '\\') {
      first--;
    }
    return place - first;
  }

  /// Whether it is of a number, a word, a separator or white space, which may be escaped.
  private static boolean isBetween(int octet) {
    return JsonExtent.isWhiteSpace(octet)
        || (octet >= 'a' && octet <= 'z')
        || (octet >= '+' && octet <= ':' && octet != '/')
        || octet == 'E'
        || octet == '\\';
  }

  /// The next byte that is no white space; `"` for the beginning of a string; -1 at the end.
  int next() {
    while (!broken && position < end) {
      int octet = octetAt(position);
      if (octet == '\\' || octet == '"') {
        long slashes = backslashesAt(position);
        long behind = position + slashes;
        int escaped = behind < end ? bytes.u8(behind) : -1;
        if (escaped == '"') {
          broken = quote(slashes) != Quote.DELIMITER;
          return broken ? -1 : '"';
        }
        broken = depth == 0 || (escaped != 'n' && escaped != 't' && escaped != 'r');
        position = behind + 1;
      } else if (JsonExtent.isWhiteSpace(octet)) {
        position++;
      } else {
        return octet;
      }
    }
    return -1;
  }

  private long backslashesAt(long place) {
    long behind = place;
    while (behind < end && bytes.u8(behind) == '\\') {
      behind++;
    }
    read += behind - place;
    return behind - place;
  }

  /// Whether the next token is this one; goes behind it.
  boolean take(char token) {
    if (next() != token || token == '"') {
      return false;
    }
    position++;
    return true;
  }

  /// A string's bytes without its quotes, and whether it ends there.
  record Text(long start, long end) {}

  /// The string that is next; broken if none is, or if it is cut.
  Text string() {
    if (next() != '"') {
      broken = true;
      return new Text(position, position);
    }
    position += backslashesAt(position) + 1;
    long start = position;
    while (position < end) {
      int octet = octetAt(position);
      if (octet == '\\' || octet == '"') {
        long slashes = backslashesAt(position);
        long behind = position + slashes;
        if (behind < end && bytes.u8(behind) == '"') {
          Quote quote = quote(slashes);
          if (quote != Quote.INNER) {
            Text text = new Text(start, position);
            broken = quote == Quote.BORDER;
            position = behind + 1;
            return text;
          }
        }
        position = behind + 1;
      } else if (octet < ' ') {
        break;
      } else {
        position++;
      }
    }
    broken = true;
    return new Text(start, Math.min(position, end));
  }

  /// A name or another short string; empty if it is none.
  String shortString() {
    Text text = string();
    long length = text.end() - text.start();
    return broken || length > LONGEST_TEXT
        ? ""
        : new String(bytes.copy(text.start(), (int) length), StandardCharsets.ISO_8859_1);
  }

  /// Goes behind the value that is next, whatever it is.
  void skip() {
    int open = 0;
    do {
      int octet = next();
      switch (octet) {
        case '"' -> string();
        case '{', '[' -> open++;
        case '}', ']' -> open--;
        default -> broken |= octet < 0 || !isBetween(octet);
      }
      if (octet != '"') {
        position++;
      }
      if (open == 0 && octet >= 0 && isOfWord(octet)) {
        word();
      }
    } while (open > 0 && !broken);
    broken |= open < 0;
  }

  private void word() {
    while (position < end && isOfWord(bytes.u8(position))) {
      position++;
      read++;
    }
  }

  private static boolean isOfWord(int octet) {
    return isBetween(octet)
        && octet != ','
        && octet != ':'
        && octet != '\\'
        && !JsonExtent.isWhiteSpace(octet);
  }

  boolean isBroken() {
    return broken;
  }

  /// Bytes that were read, one that was read twice counted twice.
  long bytesRead() {
    return read;
  }
}
