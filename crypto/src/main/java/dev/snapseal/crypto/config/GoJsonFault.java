package dev.snapseal.crypto.config;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/// Where Jackson stopped in a text that is not JSON, in the words of Go's scanner, which quotes one
/// character. Inside numbers and the names of fields, the words may be those for what is around
/// them.
///
/// @param text the file
/// @param offset of the character that does not fit
/// @param last the token before it
/// @param inObject the innermost thing that is open is an object
/// @see <a href="https://github.com/golang/go/blob/go1.25.0/src/encoding/json/scanner.go">Go
///   encoding/json scanner.go</a>
record GoJsonFault(String text, int offset, JsonToken last, boolean inObject) {
  private static final String VALUE = "looking for beginning of value";
  private static final String NAME = "looking for beginning of object key string";

  /// @param where as the parser says
  static ConfigSyntaxException of(JsonParser parser, String text, TokenStreamLocation where) {
    JsonToken last =
        parser.currentToken() == null ? JsonToken.NOT_AVAILABLE : parser.currentToken();
    boolean inObject = parser.streamReadContext().inObject();
    GoJsonFault fault =
        new GoJsonFault(text, Math.toIntExact(where.getCharOffset()), last, inObject);
    return parser.streamReadContext().inRoot() && last != JsonToken.NOT_AVAILABLE
        ? fault.unexpected("after top-level value")
        : fault.inside();
  }

  /// A second value behind the first.
  static ConfigSyntaxException afterRoot(String text, TokenStreamLocation where) {
    int offset = Math.toIntExact(where.getCharOffset());
    return new GoJsonFault(text, offset, JsonToken.NOT_AVAILABLE, false)
        .unexpected("after top-level value");
  }

  static ConfigSyntaxException inString(String text, TokenStreamLocation where) {
    int offset = Math.toIntExact(where.getCharOffset());
    return new GoJsonFault(text, offset, JsonToken.VALUE_STRING, false)
        .unexpected("in string literal");
  }

  /// The text ends too soon.
  static ConfigSyntaxException early() {
    return new ConfigSyntaxException("unexpected end of JSON input");
  }

  private ConfigSyntaxException inside() {
    return switch (before()) {
      case ',' -> inObject ? unexpected(NAME) : noValue();
      case '{' -> unexpected(NAME);
      case '[', ':' -> noValue();
      default -> unexpected(afterToken());
    };
  }

  /// The last character before the offset that is not blank, or 0.
  private char before() {
    int at = Math.min(offset, text.length()) - 1;
    while (at >= 0 && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at--;
    }
    return at < 0 ? 0 : text.charAt(at);
  }

  private String afterToken() {
    return switch (last) {
      case PROPERTY_NAME -> before() == '"' ? "after object key" : "in numeric literal";
      case START_OBJECT -> "in string literal";
      case START_ARRAY -> "in numeric literal";
      case NOT_AVAILABLE -> VALUE;
      case END_OBJECT,
          END_ARRAY,
          VALUE_STRING,
          VALUE_NUMBER_INT,
          VALUE_NUMBER_FLOAT,
          VALUE_TRUE,
          VALUE_FALSE,
          VALUE_NULL,
          VALUE_EMBEDDED_OBJECT ->
          afterValue();
    };
  }

  private String afterValue() {
    return inObject ? "after object key:value pair" : "after array element";
  }

  private ConfigSyntaxException noValue() {
    for (String word : new String[] {"true", "false", "null"}) {
      if (text.startsWith(word.substring(0, 1), offset)) {
        return misspelt(word);
      }
    }
    return unexpected(VALUE);
  }

  private ConfigSyntaxException misspelt(String word) {
    int same = 1;
    while (same < word.length() && text.startsWith(word.substring(0, same + 1), offset)) {
      same++;
    }
    GoJsonFault there = new GoJsonFault(text, offset + same, last, inObject);
    return same == word.length()
        ? there.unexpected(there.afterValue())
        : there.unexpected("in literal " + word + " (expecting '" + word.charAt(same) + "')");
  }

  private ConfigSyntaxException unexpected(String where) {
    return offset >= text.length()
        ? early()
        : new ConfigSyntaxException(
            "invalid character " + GoText.quoted(text.charAt(offset)) + " " + where);
  }
}
