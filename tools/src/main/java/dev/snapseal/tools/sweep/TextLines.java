package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.Optional;

/// Lines of text among bytes that may be anything, read from a place in both directions and no
/// further than allowed. Charges what it reads. Belongs to one thread.
final class TextLines {
  private static final int DELETE = 0x7F;

  /// From here on, no byte is part of a character in UTF-8.
  private static final int NO_UTF8 = 0xF8;

  /// What ends a line.
  enum Ends {
    /// A line feed, perhaps behind a carriage return.
    PLAIN,
    /// Their escapes, inside a string in JSON: the text ends at the string's quotes.
    ESCAPED
  }

  /// A line without its end.
  ///
  /// @param next where the line behind it begins; -1 if the text ends here
  record Line(long start, long end, long next) {}

  private final SnapshotBytes bytes;
  private final long lowest;
  private final long highest;
  private final Ends ends;
  private final Effort effort;

  /// @param lowest first byte that may be read
  /// @param highest first byte behind those that may be read
  /// @param effort charged with what is read
  TextLines(SnapshotBytes bytes, long lowest, long highest, Ends ends, Effort effort) {
    this.bytes = bytes;
    this.lowest = lowest;
    this.highest = highest;
    this.ends = ends;
    this.effort = effort;
  }

  /// The line that begins at `start`.
  Line at(long start) {
    long position = start;
    while (position < highest) {
      int octet = bytes.u8(position);
      effort.charge(1);
      if (isBorder(position, octet)) {
        break;
      }
      long behind = behindEscapes(position, octet);
      if (isLineEnd(octet, behind - position, behind)) {
        return new Line(start, withoutReturn(start, position), behind + 1);
      }
      position = Math.max(behind, position + 1);
    }
    return new Line(start, withoutReturn(start, position), -1);
  }

  /// The line before the one that begins at `start`; empty if the text begins there, or as far back
  /// may not be read.
  Optional<Line> before(long start) {
    long end = startOfLineEnd(start);
    if (end < 0) {
      return Optional.empty();
    }
    long first = startOfLine(end);
    return first < 0
        ? Optional.empty()
        : Optional.of(new Line(first, withoutReturn(first, end), start));
  }

  /// Where the line begins that holds the byte before `end`; -1 if that may not be read.
  private long startOfLine(long end) {
    long position = end;
    while (position > lowest) {
      effort.charge(1);
      if (isStart(position)) {
        return position;
      }
      position--;
    }
    return isStart(position) ? position : -1;
  }

  /// Whether a line begins here.
  boolean isStart(long position) {
    return position == 0
        || (position > lowest
            && (startOfLineEnd(position) >= 0 || isBorder(position - 1, bytes.u8(position - 1))));
  }

  /// @param slashes before the character at `behind`, if it is escaped
  private boolean isLineEnd(int octet, long slashes, long behind) {
    return ends == Ends.PLAIN
        ? octet == '\n'
        : slashes > 0 && behind < highest && bytes.u8(behind) == 'n';
  }

  /// Where the character is that the backslashes at `position` escape.
  private long behindEscapes(long position, int octet) {
    long behind = position;
    if (ends == Ends.ESCAPED && octet == '\\') {
      while (behind < highest && bytes.u8(behind) == '\\') {
        behind++;
      }
      effort.charge(behind - position);
    }
    return behind;
  }

  /// Where the line end begins that ends before `behind`; -1 if none does.
  private long startOfLineEnd(long behind) {
    if (behind <= lowest) {
      return -1;
    }
    int last = bytes.u8(behind - 1);
    if (ends == Ends.PLAIN) {
      return last == '\n' ? behind - 1 : -1;
    }
    long slashes = behind - 1;
    while (last == 'n' && slashes > lowest && bytes.u8(slashes - 1) == '\\') {
      slashes--;
    }
    return slashes < behind - 1 ? slashes : -1;
  }

  private long withoutReturn(long start, long end) {
    if (ends == Ends.PLAIN) {
      return end > start && bytes.u8(end - 1) == '\r' ? end - 1 : end;
    }
    long slashes = end - 1;
    while (end > start
        && bytes.u8(end - 1) == 'r'
        && slashes > start
        && bytes.u8(slashes - 1) == '\\') {
      slashes--;
    }
    return slashes < end - 1 ? Math.max(start, slashes) : end;
  }

  /// Whether no text goes on here.
  private boolean isBorder(long position, int octet) {
    if (octet == DELETE || octet >= NO_UTF8) {
      return true;
    }
    if (ends == Ends.PLAIN) {
      return octet < ' ' && octet != '\t' && octet != '\n' && octet != '\r';
    }
    return octet < ' ' || (octet == '"' && (position == lowest || bytes.u8(position - 1) != '\\'));
  }
}
