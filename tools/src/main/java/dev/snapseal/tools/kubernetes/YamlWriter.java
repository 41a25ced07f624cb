package dev.snapseal.tools.kubernetes;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a tree as YAML in kubectl's layout: two blanks a level, lists not indented, several lines
/// as literal blocks. Own code, because general writers let through what YAML 1.1 reads otherwise,
/// and break literal blocks at U+2028.
final class YamlWriter {
  /// Below this depth all is written as on one line: indentation of a deep and wide tree would
  /// outgrow memory.
  private static final int MAX_BLOCK_DEPTH = 40;

  /// YAML's limit for a key that does not announce itself is 1024 characters.
  private static final int MAX_SIMPLE_KEY = 1000;

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /// The tree as one document, without a start marker, ending in a line feed.
  static String write(ObjectNode tree) {
    YamlWriter writer = new YamlWriter();
    if (tree.isEmpty()) {
      writer.out.append("{}\n");
    } else {
      writer.writeMembers(tree, 0);
    }
    return writer.out.toString();
  }

  private void writeMembers(ObjectNode object, int depth) {
    boolean isFirst = true;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!isFirst) {
        indent(depth);
      }
      isFirst = false;
      String key = YamlScalar.onOneLine(member.getKey());
      if (key.length() > MAX_SIMPLE_KEY) {
        out.append("? ").append(key).append('\n');
        indent(depth);
        out.append(':');
      } else {
        out.append(key).append(':');
      }
      writeValue(member.getValue(), depth);
    }
  }

  /// Writes what stands behind a colon, with the line feed.
  private void writeValue(JsonNode value, int depth) {
    if (value.isEmpty() || depth >= MAX_BLOCK_DEPTH) {
      out.append(' ');
      writeScalar(value, depth);
      return;
    }
    switch (value) {
      case ObjectNode object -> {
        out.append('\n');
        indent(depth + 1);
        writeMembers(object, depth + 1);
      }
      case ArrayNode array -> {
        out.append('\n');
        indent(depth);
        writeItems(array, depth);
      }
      default -> throw new IllegalStateException("neither a list nor a map has parts");
    }
  }

  private void writeItems(ArrayNode array, int depth) {
    boolean isFirst = true;
    for (JsonNode item : array) {
      if (!isFirst) {
        indent(depth);
      }
      isFirst = false;
      out.append("- ");
      if (item.isEmpty() || depth >= MAX_BLOCK_DEPTH) {
        writeScalar(item, depth);
      } else if (item instanceof ObjectNode object) {
        writeMembers(object, depth + 1);
      } else {
        writeItems((ArrayNode) item, depth + 1);
      }
    }
  }

  /// Writes what needs no lines of its own but for a literal block, with the line feed.
  private void writeScalar(JsonNode value, int depth) {
    if (value.isString() && YamlScalar.isLiteral(value.stringValue())) {
      writeLiteral(value.stringValue(), depth + 1);
    } else if (value.isString()) {
      out.append(YamlScalar.onOneLine(value.stringValue())).append('\n');
    } else {
      writeFlow(value);
      out.append('\n');
    }
  }

  private void writeLiteral(String text, int depth) {
    boolean endsInLineFeed = text.endsWith("\n");
    out.append(endsInLineFeed ? text.endsWith("\n\n") ? "|+\n" : "|\n" : "|-\n");
    String body = endsInLineFeed ? text.substring(0, text.length() - 1) : text;
    for (String line : body.split("\n", -1)) {
      if (!line.isEmpty()) {
        indent(depth);
      }
      out.append(line).append('\n');
    }
  }

  private void writeFlow(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonNode> member : value.properties()) {
          out.append(separator).append(YamlScalar.quoted(member.getKey())).append(": ");
          writeFlow(member.getValue());
          separator = ", ";
        }
        out.append('}');
      }
      case ARRAY -> {
        out.append('[');
        String separator = "";
        for (JsonNode item : value) {
          out.append(separator);
          writeFlow(item);
          separator = ", ";
        }
        out.append(']');
      }
      case STRING -> out.append(YamlScalar.quoted(value.stringValue()));
      case NUMBER -> out.append(number(value.asString()));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      case BINARY, MISSING, POJO -> throw new IllegalStateException("not a tree of JSON");
    }
  }

  /// YAML 1.1 takes an exponent for one only behind a point.
  private static String number(String json) {
    int exponent = json.indexOf('E');
    return exponent < 0 || json.indexOf('.') >= 0
        ? json
        : json.substring(0, exponent) + ".0" + json.substring(exponent);
  }

  private void indent(int depth) {
    out.repeat("  ", depth);
  }
}
