package dev.snapseal.tools.kubernetes;

import dev.snapseal.tools.report.SafeText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a tree as YAML in kubectl's layout: two blanks a level, lists not indented, several lines
/// as literal blocks. The emitter is the one that Jackson's YAML generator uses, fed directly: the
/// generator knows one style for all strings of a kind, and [YamlScalar] decides for each.
final class YamlWriter {
  /// Below this depth all is written on one line: indentation of a deep and wide tree would outgrow
  /// memory.
  private static final int MAX_BLOCK_DEPTH = 40;

  /// The most that YAML allows for a key that does not announce itself.
  private static final int MAX_SIMPLE_KEY = 1024;

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setIndent(2)
          .setSplitLines(false)
          .setWidth(Integer.MAX_VALUE)
          .setMaxSimpleKeyLength(MAX_SIMPLE_KEY)
          .build();

  private static final ImplicitTuple WITHOUT_TAG = new ImplicitTuple(true, true);

  private final Emitter emitter;
  private int depth;

  private YamlWriter(Emitter emitter) {
    this.emitter = emitter;
  }

  /// The tree as one document, without a start marker, ending in a line feed.
  static String write(ObjectNode tree) {
    Text text = new Text();
    YamlWriter writer = new YamlWriter(new Emitter(SETTINGS, text));
    writer.document(tree);
    return text.written.toString();
  }

  private void document(ObjectNode tree) {
    emitter.emit(new StreamStartEvent());
    emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
    value(tree);
    emitter.emit(new DocumentEndEvent(false));
    emitter.emit(new StreamEndEvent());
  }

  private void value(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> mapping((ObjectNode) value);
      case ARRAY -> sequence((ArrayNode) value);
      case STRING -> string(value.stringValue());
      case NUMBER -> scalar(number(value.asString()), ScalarStyle.PLAIN);
      case BOOLEAN -> scalar(Boolean.toString(value.booleanValue()), ScalarStyle.PLAIN);
      case NULL -> scalar("null", ScalarStyle.PLAIN);
      case BINARY, MISSING, POJO -> throw new IllegalStateException("not a tree of JSON");
    }
  }

  private void mapping(ObjectNode object) {
    emitter.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, flowStyle()));
    depth++;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = YamlScalar.withoutLoneSurrogates(member.getKey());
      scalar(name, YamlScalar.onOneLine(name));
      value(member.getValue());
    }
    depth--;
    emitter.emit(new MappingEndEvent());
  }

  private void sequence(ArrayNode array) {
    emitter.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, flowStyle()));
    depth++;
    array.forEach(this::value);
    depth--;
    emitter.emit(new SequenceEndEvent());
  }

  private FlowStyle flowStyle() {
    return depth <= MAX_BLOCK_DEPTH ? FlowStyle.BLOCK : FlowStyle.FLOW;
  }

  private void string(String text) {
    String clean = YamlScalar.withoutLoneSurrogates(text);
    scalar(clean, YamlScalar.isLiteral(clean) ? ScalarStyle.LITERAL : YamlScalar.onOneLine(clean));
  }

  private void scalar(String text, ScalarStyle style) {
    emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), WITHOUT_TAG, text, style));
  }

  /// YAML 1.1 takes an exponent for one only behind a point, and with a sign.
  private static String number(String json) {
    int exponent = json.indexOf('E');
    if (exponent < 0) {
      return json;
    }
    String digits = json.substring(0, exponent);
    String power = json.substring(exponent + 1);
    return digits
        + (digits.indexOf('.') < 0 ? ".0E" : "E")
        + (Character.isDigit(power.charAt(0)) ? "+" : "")
        + power;
  }

  /// The emitter knows YAML 1.2 and lets characters stand in double quotes that break lines in 1.1,
  /// vanish, or steer the terminal that they are printed on. In other scalars [YamlScalar] allows
  /// none of them.
  private static final class Text implements StreamDataWriter {
    private final StringBuilder written = new StringBuilder();

    @Override
    public void write(String text) {
      write(text, 0, text.length());
    }

    @Override
    public void write(String text, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        char c = text.charAt(i);
        if (SafeText.isSteering(c)) {
          written.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          written.append(c);
        }
      }
    }
  }
}
