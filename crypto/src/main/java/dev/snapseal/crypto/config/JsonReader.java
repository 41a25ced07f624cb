package dev.snapseal.crypto.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// Reads JSON with Jackson's parser. Its errors are told in Go's words, because Jackson's quote the
/// file. Names that an object has twice stay twice: [StrictDecoder] judges them.
final class JsonReader {
  /// Keeps neither buffers nor names, which hold what the file says, secrets among it.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(ConfigDocument.DEPTH_MAX)
                  .maxNameLength(ConfigurationSearch.CONTENT_MAX_BYTES)
                  .maxStringLength(ConfigurationSearch.CONTENT_MAX_BYTES)
                  .maxNumberLength(ConfigurationSearch.CONTENT_MAX_BYTES)
                  .build())
          .build();

  private final JsonParser parser;
  private final String text;
  private int nodes;

  private JsonReader(JsonParser parser, String text) {
    this.parser = parser;
    this.text = text;
  }

  static ConfigDocument read(byte[] content) throws ConfigSyntaxException {
    String text = new String(content, StandardCharsets.UTF_8);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      return new JsonReader(parser, text).document();
    }
  }

  private ConfigDocument document() throws ConfigSyntaxException {
    ConfigNode root = value(next());
    if (next() != JsonToken.NOT_AVAILABLE) {
      throw GoJsonFault.afterRoot(text, parser.currentTokenLocation());
    }
    return new ConfigDocument(root, List.of());
  }

  /// The next token, or [JsonToken#NOT_AVAILABLE] behind the last.
  private JsonToken next() throws ConfigSyntaxException {
    try {
      JsonToken token = parser.nextToken();
      return token == null ? JsonToken.NOT_AVAILABLE : token;
    } catch (StreamConstraintsException _) {
      throw new ConfigSyntaxException("exceeded max depth");
    } catch (JacksonException e) {
      throw GoJsonFault.of(parser, text, e.getLocation());
    }
  }

  private ConfigNode value(JsonToken token) throws ConfigSyntaxException {
    if (++nodes > ConfigDocument.NODES_MAX) {
      throw new ConfigSyntaxException("more than " + ConfigDocument.NODES_MAX + " values");
    }
    return switch (token) {
      case START_OBJECT -> mapping();
      case START_ARRAY -> sequence();
      case VALUE_STRING -> new ConfigNode.Text(string());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new ConfigNode.Numeral(parser.getString());
      case VALUE_TRUE -> new ConfigNode.Bool(true);
      case VALUE_FALSE -> new ConfigNode.Bool(false);
      case VALUE_NULL -> new ConfigNode.Null();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("Jackson gives " + token + " where a value begins");
      case NOT_AVAILABLE -> throw GoJsonFault.early();
    };
  }

  private ConfigNode mapping() throws ConfigSyntaxException {
    List<ConfigNode.Field> fields = new ArrayList<>();
    while (next() == JsonToken.PROPERTY_NAME) {
      String name = withoutLoneSurrogates(parser.currentName());
      fields.add(new ConfigNode.Field(name, value(next())));
    }
    return new ConfigNode.Mapping(List.copyOf(fields));
  }

  private ConfigNode sequence() throws ConfigSyntaxException {
    List<ConfigNode> items = new ArrayList<>();
    for (JsonToken item = next(); item != JsonToken.END_ARRAY; item = next()) {
      items.add(value(item));
    }
    return new ConfigNode.Sequence(List.copyOf(items));
  }

  /// Jackson reads strings when they are asked for.
  private String string() throws ConfigSyntaxException {
    try {
      return withoutLoneSurrogates(parser.getString());
    } catch (JacksonException e) {
      throw GoJsonFault.inString(text, e.getLocation());
    }
  }

  private static String withoutLoneSurrogates(String value) {
    StringBuilder clean = new StringBuilder(value.length());
    value
        .codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
