package dev.snapseal.tools.caseindex;

/// Finds the words and the quoted texts of a text, and which of them are names of others. For one
/// text.
final class PieceScanner {
  /// Marks of JSON, YAML and lists that stand beside a word and are not of it.
  private static final String BEFORE = "{[(<,;:=>";

  private static final String BEHIND = "}])>,;";

  private final PieceReader pieces;
  private final int depth;
  private String text = "";
  private int at;

  /// Of the value that is to follow; empty if none was found.
  private String name = "";

  /// Whether the line ended behind that name.
  private boolean hasLineEnd;

  /// In JSON passwords are quoted.
  private boolean isJson;

  /// Up to where there is no closing mark.
  private int lookedForDouble;

  private int lookedForSingle;

  PieceScanner(PieceReader pieces, int depth) {
    this.pieces = pieces;
    this.depth = depth;
  }

  void scan(String scanned) {
    text = scanned;
    isJson = scanned.startsWith("{") || scanned.startsWith("[{");
    while (at < text.length() && !pieces.isFull()) {
      char sign = text.charAt(at);
      int end = sign == '"' || sign == '\'' ? quoteEnd(sign) : -1;
      if (end > 0) {
        quoted(PieceQuotes.unescaped(text.substring(at + 1, end), sign), end + 1);
      } else if (isBetween(sign)) {
        hasLineEnd |= sign == '\n';
        at++;
      } else {
        word();
      }
    }
  }

  private static boolean isBetween(char sign) {
    return sign <= ' ' || sign == '"' || sign == '\'' || sign == '`';
  }

  /// On the same line; -1 if there is none. No line is looked through again for the same mark.
  private int quoteEnd(char mark) {
    int looked = mark == '"' ? lookedForDouble : lookedForSingle;
    if (at < looked) {
      return -1;
    }
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != '\n') {
      if (text.charAt(i) == mark) {
        return i;
      }
      i += mark == '"' && text.charAt(i) == '\\' ? 2 : 1;
    }
    if (mark == '"') {
      lookedForDouble = i;
    } else {
      lookedForSingle = i;
    }
    return -1;
  }

  private void quoted(String quoted, int behind) {
    at = behind;
    if (isNaming() && PieceNames.isName(quoted)) {
      name = quoted;
      return;
    }
    if (quoted.chars().anyMatch(sign -> sign <= ' ')) {
      inside(quoted);
    } else if (!quoted.isEmpty()) {
      named(quoted);
    }
    name = "";
  }

  /// Whether `=` or `:` is next, behind blanks.
  private boolean isNaming() {
    int next = at;
    while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
      next++;
    }
    return next < text.length() && (text.charAt(next) == ':' || text.charAt(next) == '=');
  }

  /// A quoted text with white space is a passphrase, or a file.
  private void inside(String quoted) {
    if (!PieceNames.isOfNoSecret(name)) {
      pieces.loose(quoted, depth);
      pieces.text(quoted, depth + 1);
    }
  }

  /// A quoted word that is named is no name itself.
  private void named(String quoted) {
    if (name.isEmpty()) {
      pieces.word(quoted, name, depth + 1);
    } else {
      pieces.value(quoted, name, depth + 1);
    }
  }

  private void word() {
    int start = at;
    while (at < text.length() && !isBetween(text.charAt(at))) {
      at++;
    }
    int from = start;
    int to = at;
    while (from < to && BEFORE.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && BEHIND.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    if (from == to) {
      forget(start);
    } else if (!isName(text.substring(from, to), start)) {
      word(start, from, to);
    }
  }

  /// Whether the word only names what follows; then the name is kept.
  private boolean isName(String word, int start) {
    boolean isBeforeQuote = at < text.length() && text.charAt(at) > ' ';
    if (isBeforeQuote && word.length() > 1 && word.endsWith("=")) {
      name = word.substring(0, word.length() - 1);
      return true;
    }
    if (isNaming() && PieceNames.isName(word)) {
      name = word;
      return true;
    }
    return isSection(start) && PieceNames.isName(word);
  }

  private void word(int start, int from, int to) {
    String word = text.substring(from, to);
    boolean isBracketed = to < at || from > start;
    if (isBracketed && !isJson) {
      // The marks may be a password's.
      pieces.word(text.substring(start, at), name, depth + 1);
    }
    if (name.isEmpty() || hasLineEnd || isBracketed || PieceNames.isAuthScheme(word)) {
      name = pieces.word(word, name, depth + 1).orElse("");
    } else {
      pieces.value(word, name, depth + 1);
      name = "";
    }
    hasLineEnd = false;
  }

  /// Whether the word that ends here is a line, or begins one, in the brackets of INI and TOML.
  private boolean isSection(int start) {
    return (start == 0 || text.charAt(start - 1) == '\n')
        && text.charAt(start) == '['
        && text.charAt(at - 1) == ']';
  }

  /// What a comma or a bracket ends is no name's value.
  private void forget(int start) {
    if (text.charAt(start) != ':' && text.charAt(start) != '=') {
      name = "";
    }
  }
}
