package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes a value apart into what may be a secret in it: words and quoted texts, and what is left of
/// them between the marks of JSON, YAML, URLs, lists and shells. A word is kept whole and in
/// pieces, as a password may have any of these marks; what comes out of base64 or gzip is taken
/// apart too.
///
/// Of what a file format puts around a secret it leaves out what is plainly none: names, hosts,
/// ports, users' names in front of a password. Of one value, for one thread.
final class PieceReader {
  /// That are looked through, those of all layers together.
  private static final int MAX_BYTES = 4 * CanonicalValue.MAX_UNPACKED_BYTES;

  private static final int MAX_PIECES = 256;
  private static final int MAX_DEPTH = 16;

  private static final List<String> LISTED = List.of(";", "&", ",", "|");
  private static final String MARKS = "/@?:=#\\(){}<>[]\"'`,;&| \t\n\r\f\u000b";

  private final Set<String> pieces = new LinkedHashSet<>();
  private int budget = MAX_BYTES;
  private boolean areAll = true;

  /// What is around a piece.
  private enum Place {
    /// A name in front of it says that it is a secret.
    SECRET,
    /// A name is in front of it.
    NAMED,
    /// Nothing says what it is.
    LOOSE
  }

  ValueLeaves read(byte[] value) {
    if (ValueText.isText(value)) {
      text(new String(value, ISO_8859_1), 0);
    }
    String last = canonical(value, 0);
    if (isFull()) {
      return ValueLeaves.UNKNOWN;
    }
    pieces.remove(last);
    return new ValueLeaves(List.copyOf(pieces), true);
  }

  /// What a value or a piece comes to; what is text below its first layer is taken apart too.
  private String canonical(byte[] value, int depth) {
    List<byte[]> layers = CanonicalValue.layers(value);
    for (byte[] layer : layers.subList(1, layers.size())) {
      // What gzip unpacks to may be much longer, and no text.
      budget -= layer.length;
      if (ValueText.isUtf8Text(layer)) {
        text(new String(layer, ISO_8859_1), depth + 1);
      }
    }
    byte[] last = layers.getLast();
    areAll &= budget >= 0 && (ValueText.isText(last) || !ValueText.isContainer(last));
    return new String(last, ISO_8859_1);
  }

  /// Text with structure; what has none stands for itself.
  void text(String text, int depth) {
    budget -= text.length();
    if (budget < 0 || depth >= MAX_DEPTH) {
      areAll = false;
      return;
    }
    if (hasMark(text) && !CanonicalValue.isLongBase64(text)) {
      new PieceScanner(this, depth).scan(withoutPem(text));
    }
  }

  /// Keys are kept by what makes them the same; certificates are public.
  private String withoutPem(String text) {
    if (!text.contains("-----BEGIN ")) {
      return text;
    }
    StringBuilder rest = new StringBuilder();
    int end = 0;
    for (PemBlocks.Block block : PemBlocks.of(text)) {
      if (!block.isPublic()) {
        Optional<byte[]> content = block.content();
        content.ifPresent(bytes -> pieces.add(new String(bytes, ISO_8859_1)));
        areAll &= content.isPresent();
      }
      rest.append(text, end, block.start()).append(' ');
      end = block.end();
    }
    return rest.append(text, end, text.length()).toString();
  }

  private static boolean hasMark(String text) {
    return text.chars().anyMatch(sign -> MARKS.indexOf(sign) >= 0);
  }

  /// Whether nothing more need be looked at.
  boolean isFull() {
    return !areAll || pieces.size() > MAX_PIECES;
  }

  /// What stands between white space or quotes.
  ///
  /// @param word not empty
  /// @return a name that the word ends with, if a value is to follow; else empty
  Optional<String> word(String word, String name, int depth) {
    if (PieceNames.isAuthScheme(word)) {
      return Optional.of(name);
    }
    int mark = mark(word);
    boolean isNaming = mark > 0 && !isUrl(word) && PieceNames.isName(word.substring(0, mark));
    String left = isNaming ? word.substring(0, mark) : "";
    String right = word.substring(mark + 1);
    if (isNaming && right.isEmpty() && word.charAt(mark) == ':') {
      return Optional.of(left);
    }
    if (!isNaming || !name.isEmpty()) {
      value(word, name, depth);
    } else if (right.chars().allMatch(sign -> sign == '=')) {
      // The last signs of base64 name nothing.
      loose(word, depth);
      return Optional.of(left);
    } else if (word.charAt(mark) == ':') {
      pair(word, right, depth);
    } else {
      value(right, left, depth);
    }
    return Optional.empty();
  }

  /// Without a space behind it the colon may be a password's as well; and who is called `user` has
  /// one too.
  private void pair(String word, String right, int depth) {
    if (!PieceNames.isPlain(word)) {
      loose(word, depth);
      value(right, "", depth);
    }
  }

  private static int mark(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) == '=' || word.charAt(i) == ':') {
        return i;
      }
    }
    return -1;
  }

  /// What stands behind a name, or alone.
  ///
  /// @param name empty if there is none
  void value(String value, String name, int depth) {
    if (depth >= MAX_DEPTH || isFull()) {
      areAll = false;
      return;
    }
    if (!name.isEmpty() && PieceNames.isOfNoSecret(name)) {
      return;
    }
    if (isUrl(value)) {
      new UrlPieces(this, depth).read(value);
      return;
    }
    emit(value, place(name), depth);
    if (!CanonicalValue.isLongBase64(value)) {
      split(value, depth);
    }
  }

  private static Place place(String name) {
    if (name.isEmpty()) {
      return Place.LOOSE;
    }
    return PieceNames.isOfSecret(name) ? Place.SECRET : Place.NAMED;
  }

  private static boolean isUrl(String word) {
    int end = word.indexOf("://");
    return end > 0
        && word.chars()
            .limit(end)
            .allMatch(sign -> Character.isLetterOrDigit(sign) || "+.-:".indexOf(sign) >= 0);
  }

  /// At one sort of mark after the other, as a password may have the others.
  private void split(String value, int depth) {
    for (String marks : LISTED) {
      List<String> listed = parts(value, marks);
      if (isLess(listed, value)) {
        listed.forEach(part -> word(part, "", depth + 1));
        return;
      }
    }
    List<String> parts = parts(value, MARKS);
    if (isLess(parts, value)) {
      parts.forEach(part -> loose(part, depth + 1));
    }
  }

  private static boolean isLess(List<String> parts, String value) {
    return parts.size() != 1 || parts.getFirst().length() < value.length();
  }

  /// The parts between marks that are not empty.
  static List<String> parts(String text, String marks) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || marks.indexOf(text.charAt(i)) >= 0) {
        if (i > start) {
          parts.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return parts;
  }

  /// A piece that may be a secret though it stands where users' names do.
  void loose(String piece, int depth) {
    emit(piece, Place.LOOSE, depth);
  }

  void secret(String piece, int depth) {
    emit(piece, Place.SECRET, depth);
  }

  private void emit(String piece, Place place, int depth) {
    if (piece.isEmpty() || isFull() || isNoSecret(piece, place)) {
      return;
    }
    pieces.add(canonical(piece.getBytes(ISO_8859_1), depth));
  }

  private static boolean isNoSecret(String piece, Place place) {
    return switch (place) {
      case SECRET -> false;
      case NAMED -> PieceNames.isPlain(piece) || PieceNames.isQuantity(piece);
      case LOOSE -> PieceNames.isPlain(piece);
    };
  }
}
