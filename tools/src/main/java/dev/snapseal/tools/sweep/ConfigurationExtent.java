package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From where to where the object reaches that has a certain `kind`: in JSON to its brace, also in
/// a string of other JSON; in YAML as far as indentation, a line of dashes or a field that it has
/// already says that it is one object. What was cut off or overwritten ends at the first byte that
/// is no text.
final class ConfigurationExtent {
  private static final String KIND = "kind";
  private static final int DELETE = 0x7F;

  /// From here on, no byte is part of a character in UTF-8.
  private static final int NO_UTF8 = 0xF8;

  /// A field, behind a list's dash or not.
  private static final Pattern FIELD =
      Pattern.compile("\\A( *+(?:- )?+ *+)\\\\*+[\"']?+([A-Za-z0-9_-]{1,64}+)\\\\*+[\"']?+:");

  private static final Pattern ITEM = Pattern.compile("\\A *+- ");

  private final SnapshotBytes bytes;
  private final long kind;
  private final long lowest;
  private final long highest;
  private final Effort effort;

  private ConfigurationExtent(
      SnapshotBytes bytes, long kind, long lowest, long highest, Effort effort) {
    this.bytes = bytes;
    this.kind = kind;
    this.lowest = lowest;
    this.highest = highest;
    this.effort = effort;
  }

  /// The extent of the object whose field `kind` has its name at `kind`.
  ///
  /// @param before bytes to read at most ahead of it
  /// @param after bytes to read at most from it on
  /// @param effort charged with what is read
  static ByteRange around(SnapshotBytes bytes, long kind, int before, int after, Effort effort) {
    long lowest = Math.max(0, kind - before);
    long highest = Math.min(bytes.length(), kind + after);
    ConfigurationExtent extent = new ConfigurationExtent(bytes, kind, lowest, highest, effort);
    return extent.json().orElseGet(extent::yaml);
  }

  /// That of an object in JSON, if the name is quoted as JSON does.
  private Optional<ByteRange> json() {
    long quote = kind + KIND.length();
    while (quote < highest && bytes.u8(quote) == '\\') {
      quote++;
    }
    int escapes = (int) (quote - kind) - KIND.length();
    long opening = kind - escapes - 1;
    boolean isQuoted =
        quote < highest && bytes.u8(quote) == '"' && opening >= lowest && bytes.u8(kind - 1) == '"';
    return isQuoted
        ? openingBrace(opening, escapes).map(start -> new ByteRange(start, end(opening, escapes)))
        : Optional.empty();
  }

  /// Where the object begins around a field's name, or what is left of it; nothing if that is in no
  /// braces.
  private Optional<Long> openingBrace(long name, int escapes) {
    int depth = 0;
    boolean isString = false;
    for (long at = name - 1; at >= lowest; at--) {
      int octet = bytes.u8(at);
      effort.charge(1);
      if (isBorder(octet)) {
        return Optional.of(at + 1);
      }
      if (octet == '"') {
        Quote found = quote(at, escapes);
        if (found == Quote.OUTER) {
          return Optional.of(at + 1);
        }
        isString ^= found == Quote.OWN;
      } else if (!isString && (octet == '}' || octet == ']')) {
        depth++;
      } else if (!isString && (octet == '{' || octet == '[')) {
        if (depth == 0) {
          return octet == '{' ? Optional.of(at) : Optional.empty();
        }
        depth--;
      }
    }
    return Optional.of(lowest);
  }

  /// The first byte behind an object, from one of its fields' names on.
  private long end(long name, int escapes) {
    int depth = 1;
    boolean isString = false;
    for (long at = name; at < highest; at++) {
      int octet = bytes.u8(at);
      effort.charge(1);
      if (isBorder(octet)) {
        return at;
      }
      if (octet == '"') {
        Quote found = quote(at, escapes);
        if (found == Quote.OUTER) {
          return at;
        }
        isString ^= found == Quote.OWN;
      } else if (!isString && (octet == '{' || octet == '[')) {
        depth++;
      } else if (!isString && (octet == '}' || octet == ']')) {
        depth--;
        if (depth == 0) {
          return at + 1;
        }
      }
    }
    return highest;
  }

  /// What a quote is the end or the beginning of.
  private enum Quote {
    /// A string of the object.
    OWN,
    /// Something quoted in such a string.
    INNER,
    /// The string that the object stands in.
    OUTER
  }

  /// By the backslashes before it: a string in a string has twice as many and one more.
  private Quote quote(long at, int escapes) {
    int found = 0;
    while (at - found > lowest && bytes.u8(at - found - 1) == '\\') {
      found++;
    }
    effort.charge(found);
    if (escapes == 0) {
      return found % 2 == 0 ? Quote.OWN : Quote.INNER;
    }
    return found == escapes ? Quote.OWN : found < escapes ? Quote.OUTER : Quote.INNER;
  }

  private static boolean isBorder(int octet) {
    boolean isControl = octet < ' ' && octet != '\t' && octet != '\n' && octet != '\r';
    return isControl || octet == DELETE || octet >= NO_UTF8;
  }

  private ByteRange yaml() {
    long start = kind;
    while (start > lowest && isIndentation(bytes.u8(start - 1))) {
      start--;
    }
    effort.charge(kind - start);
    int before = start > 0 ? bytes.u8(start - 1) : '\n';
    TextLines.Ends ends =
        before == 'n' || before == '"' ? TextLines.Ends.ESCAPED : TextLines.Ends.PLAIN;
    return new Block(new TextLines(bytes, lowest, highest, ends, effort), start).range();
  }

  private static boolean isIndentation(int octet) {
    return octet == ' ' || octet == '-';
  }

  /// An object in YAML, line by line from its kind on.
  private final class Block {
    private final TextLines lines;
    private final TextLines.Line first;
    private final int column;
    private final Set<String> fields = new HashSet<>();

    Block(TextLines lines, long start) {
      this.lines = lines;
      this.first = lines.at(start);
      this.column = (int) (kind - start);
      this.fields.add(KIND);
    }

    ByteRange range() {
      long end = end();
      return new ByteRange(start(), end);
    }

    private long end() {
      TextLines.Line line = first;
      while (line.next() >= 0) {
        TextLines.Line next = lines.at(line.next());
        if (!isOwn(next)) {
          return line.end();
        }
        line = next;
      }
      return line.end();
    }

    /// Back to the first of its fields; deeper lines ahead of that may be another's.
    private long start() {
      long start = first.start();
      TextLines.Line line = first;
      while (!isItem(line) || !isField(line)) {
        Optional<TextLines.Line> before = lines.before(line.start());
        if (before.isEmpty() || !isOwn(before.get())) {
          return start;
        }
        line = before.get();
        if (isField(line)) {
          start = line.start();
        }
      }
      return start;
    }

    /// Whether it begins with a field of the object itself.
    private boolean isField(TextLines.Line line) {
      Matcher field = FIELD.matcher(text(line));
      return field.find() && field.end(1) == column;
    }

    private boolean isOwn(TextLines.Line line) {
      int indentation = columnOf(line);
      boolean isBlank =
          line.start() + indentation >= line.end() || bytes.u8(line.start() + indentation) == '#';
      if (isBlank || indentation > column) {
        return true;
      }
      Matcher field = FIELD.matcher(text(line));
      if (field.find() && field.end(1) == column) {
        return fields.add(field.group(2));
      }
      return indentation == column && isItem(line);
    }

    private boolean isItem(TextLines.Line line) {
      return ITEM.matcher(text(line)).find();
    }

    private int columnOf(TextLines.Line line) {
      int blanks = 0;
      while (line.start() + blanks < line.end() && bytes.u8(line.start() + blanks) == ' ') {
        blanks++;
      }
      effort.charge(blanks);
      return blanks;
    }

    private ByteText text(TextLines.Line line) {
      return new ByteText(bytes, line.start(), (int) (line.end() - line.start()), effort);
    }
  }
}
