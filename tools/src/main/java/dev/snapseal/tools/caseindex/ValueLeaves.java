package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands for itself in a value of several lines or of JSON, such as the password of one
/// registry among several: pieces that are long enough to be a secret, and neither the name of
/// another one nor that of a host.
///
/// @param pieces as ISO 8859-1, each once
/// @param areAll whether there are no more of them
record ValueLeaves(List<String> pieces, boolean areAll) {
  private static final ValueLeaves NONE = new ValueLeaves(List.of(), true);

  private static final int MAX_BYTES = 1 << 18;
  private static final int MAX_PIECES = 256;
  private static final int LEAST_CHARS = 8;

  /// Between white space, quotes, and marks of JSON, YAML and shell.
  private static final Pattern PIECE = Pattern.compile("[^\\s\"'`{}\\[\\](),;:=\\\\]++");

  /// Behind a piece that names what follows; the last sign of base64 names nothing.
  private static final Pattern NAMES = Pattern.compile("[\"']?+\\s*+(?::|=(?![=\"'\\s]|$))");

  private static final Pattern HOST =
      Pattern.compile("/*+[A-Za-z0-9-]++(?:\\.[A-Za-z0-9-]++)++(?:/.*+)?+");

  private static final String ARMOR = "-----";

  ValueLeaves {
    pieces = List.copyOf(pieces);
  }

  /// @param value without white space around it
  static ValueLeaves of(byte[] value) {
    if (value.length > MAX_BYTES) {
      return new ValueLeaves(List.of(), false);
    }
    String text = new String(value, ISO_8859_1);
    boolean isOneLine = text.indexOf('\n') < 0 && !text.startsWith("{") && !text.startsWith("[");
    return isOneLine ? NONE : pieces(text);
  }

  private static ValueLeaves pieces(String text) {
    Set<String> pieces = new LinkedHashSet<>();
    Matcher piece = PIECE.matcher(text);
    Matcher names = NAMES.matcher(text);
    while (piece.find()) {
      String found = piece.group();
      if (found.length() >= LEAST_CHARS
          && !found.contains(ARMOR)
          && !HOST.matcher(found).matches()
          && !names.region(piece.end(), text.length()).lookingAt()) {
        if (pieces.size() == MAX_PIECES) {
          return new ValueLeaves(List.copyOf(pieces), false);
        }
        pieces.add(found);
      }
    }
    return new ValueLeaves(List.copyOf(pieces), true);
  }
}
