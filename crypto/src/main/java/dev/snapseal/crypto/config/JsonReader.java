package dev.snapseal.crypto.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads JSON as Go's `encoding/json` does, with its error texts. Small on purpose: a run with a
/// JSON configuration, such as k3s keeps, loads no parser library.
///
/// @see <a href="https://github.com/golang/go/blob/go1.25.0/src/encoding/json/scanner.go">Go
///   encoding/json scanner.go</a>
final class JsonReader {
  private static final int END = -1;

  private final String text;
  private int position;
  private int depth;
  private int nodes;

  private JsonReader(String text) {
    this.text = text;
  }

  static ConfigDocument read(byte[] content) throws ConfigSyntaxException {
    JsonReader reader = new JsonReader(new String(content, StandardCharsets.UTF_8));
    ConfigNode root = reader.value();
    reader.skipBlanks();
    if (reader.peek() != END) {
      throw reader.unexpected("after top-level value");
    }
    return new ConfigDocument(root, List.of());
  }

  private ConfigNode value() throws ConfigSyntaxException {
    if (++nodes > ConfigDocument.NODES_MAX) {
      throw new ConfigSyntaxException("more than " + ConfigDocument.NODES_MAX + " values");
    }
    skipBlanks();
    return switch (peek()) {
      case '{' -> mapping();
      case '[' -> sequence();
      case '"' -> new ConfigNode.Text(string());
      case 't' -> literal("true", new ConfigNode.Bool(true));
      case 'f' -> literal("false", new ConfigNode.Bool(false));
      case 'n' -> literal("null", new ConfigNode.Null());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("looking for beginning of value");
    };
  }

  private ConfigNode mapping() throws ConfigSyntaxException {
    enter();
    List<ConfigNode.Field> fields = new ArrayList<>();
    if (!closes('}')) {
      do {
        skipBlanks();
        if (peek() != '"') {
          throw unexpected("looking for beginning of object key string");
        }
        String name = string();
        skipBlanks();
        expect(':', "after object key");
        fields.add(new ConfigNode.Field(name, value()));
      } while (continues('}', "after object key:value pair"));
    }
    depth--;
    return new ConfigNode.Mapping(List.copyOf(fields));
  }

  private ConfigNode sequence() throws ConfigSyntaxException {
    enter();
    List<ConfigNode> items = new ArrayList<>();
    if (!closes(']')) {
      do {
        items.add(value());
      } while (continues(']', "after array element"));
    }
    depth--;
    return new ConfigNode.Sequence(List.copyOf(items));
  }

  private void enter() throws ConfigSyntaxException {
    position++;
    if (++depth > ConfigDocument.DEPTH_MAX) {
      throw new ConfigSyntaxException("exceeded max depth");
    }
  }

  private boolean closes(char close) {
    skipBlanks();
    if (peek() != close) {
      return false;
    }
    position++;
    return true;
  }

  private boolean continues(char close, String where) throws ConfigSyntaxException {
    skipBlanks();
    if (peek() == ',') {
      position++;
      return true;
    }
    expect(close, where);
    return false;
  }

  private void expect(char wanted, String where) throws ConfigSyntaxException {
    if (peek() != wanted) {
      throw unexpected(where);
    }
    position++;
  }

  private ConfigNode literal(String word, ConfigNode node) throws ConfigSyntaxException {
    for (int i = 0; i < word.length(); i++) {
      char wanted = word.charAt(i);
      expect(wanted, "in literal " + word + " (expecting '" + wanted + "')");
    }
    return node;
  }

  private ConfigNode number() throws ConfigSyntaxException {
    int start = position;
    if (peek() == '-') {
      position++;
    }
    if (peek() == '0') {
      position++;
    } else {
      digits("in numeric literal");
    }
    if (peek() == '.') {
      position++;
      digits("after decimal point in numeric literal");
    }
    if (peek() == 'e' || peek() == 'E') {
      position++;
      if (peek() == '+' || peek() == '-') {
        position++;
      }
      digits("in exponent of numeric literal");
    }
    return new ConfigNode.Numeral(text.substring(start, position));
  }

  private void digits(String where) throws ConfigSyntaxException {
    if (!isDigit(peek())) {
      throw unexpected(where);
    }
    while (isDigit(peek())) {
      position++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private String string() throws ConfigSyntaxException {
    position++;
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      int c = peek();
      if (c < 0x20) { // the end included
        throw unexpected("in string literal");
      }
      position++;
      value.append(c == '\\' ? escape() : (char) c);
    }
    position++;
    return withoutLoneSurrogates(value.toString());
  }

  private char escape() throws ConfigSyntaxException {
    int c = peek();
    char meant =
        switch (c) {
          case '"', '\\', '/' -> (char) c;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> 'u';
          default -> throw unexpected("in string escape code");
        };
    position++;
    return c == 'u' ? hexadecimal() : meant;
  }

  private char hexadecimal() throws ConfigSyntaxException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        throw unexpected("in \\u hexadecimal character escape");
      }
      unit = unit << 4 | digit;
      position++;
    }
    return (char) unit;
  }

  private static String withoutLoneSurrogates(String value) {
    StringBuilder clean = new StringBuilder(value.length());
    value
        .codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      position++;
    }
  }

  private int peek() {
    return position < text.length() ? text.charAt(position) : END;
  }

  private ConfigSyntaxException unexpected(String where) {
    int c = peek();
    return new ConfigSyntaxException(
        c == END
            ? "unexpected end of JSON input"
            : "invalid character " + GoText.quoted((char) c) + " " + where);
  }
}
