package dev.snapseal.crypto.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads the first document of a YAML file as the API server's decoder does: YAML 1.1 scalars,
/// aliases and merge keys resolved, repeated keys noted. Later documents are never parsed.
///
/// Errors give a line and a rule, never a snippet: the file holds secrets.
///
/// @see <a href="https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/yaml.go">sigs.k8s.io/yaml
///   yaml.go</a>
final class YamlReader {
  private static final String TAG = "tag:yaml.org,2002:";

  private final Iterator<Event> events;
  private final Map<Anchor, ConfigNode> anchors = new HashMap<>();
  private final IdentityHashMap<ConfigNode, Integer> sizes = new IdentityHashMap<>();
  private final List<String> repeatedKeys = new ArrayList<>();
  private int depth;

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  static ConfigDocument read(byte[] content) throws ConfigSyntaxException {
    LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
    try {
      YamlReader reader = new YamlReader(new Parse(settings).parseString(text(content)).iterator());
      return reader.document();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new ConfigSyntaxException("yaml: line " + line + ": " + e.getProblem());
    } catch (YamlEngineException _) {
      throw new ConfigSyntaxException("yaml: a character that YAML does not allow");
    }
  }

  private static String text(byte[] content) throws ConfigSyntaxException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw new ConfigSyntaxException("yaml: invalid UTF-8");
    }
  }

  private ConfigDocument document() throws ConfigSyntaxException {
    Event event = next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = next();
    }
    ConfigNode root =
        event.getEventId() == Event.ID.StreamEnd ? new ConfigNode.Null() : node(event);
    return new ConfigDocument(root, repeatedKeys);
  }

  private Event next() throws ConfigSyntaxException {
    if (!events.hasNext()) {
      throw new ConfigSyntaxException("yaml: unexpected end");
    }
    return events.next();
  }

  private ConfigNode node(Event event) throws ConfigSyntaxException {
    if (event instanceof AliasEvent alias) {
      return resolve(alias.getAlias());
    }
    ConfigNode node =
        switch (event.getEventId()) {
          case Scalar -> scalar((ScalarEvent) event);
          case SequenceStart -> sequence();
          case MappingStart -> mapping();
          default -> throw new ConfigSyntaxException("yaml: did not find expected node content");
        };
    if (event instanceof NodeEvent anchored) {
      anchored.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    }
    return node;
  }

  private ConfigNode resolve(Anchor anchor) throws ConfigSyntaxException {
    ConfigNode node = anchors.get(anchor);
    if (node == null) {
      throw new ConfigSyntaxException("yaml: unknown anchor referenced, or one inside itself");
    }
    return node;
  }

  private ConfigNode sequence() throws ConfigSyntaxException {
    enter();
    List<ConfigNode> items = new ArrayList<>();
    int size = 1;
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      ConfigNode item = node(event);
      items.add(item);
      size = grow(size, item);
    }
    depth--;
    return sized(new ConfigNode.Sequence(List.copyOf(items)), size);
  }

  private ConfigNode mapping() throws ConfigSyntaxException {
    enter();
    Map<String, ConfigNode> fields = new TreeMap<>();
    int size = 1;
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
      boolean merges = isMergeKey(event);
      String name = merges ? "<<" : name(node(event));
      ConfigNode value = node(next());
      size = grow(size, value);
      if (merges) {
        merge(value, line, fields);
      } else {
        put(name, value, line, fields);
      }
    }
    depth--;
    List<ConfigNode.Field> list = new ArrayList<>();
    fields.forEach((name, value) -> list.add(new ConfigNode.Field(name, value)));
    return sized(new ConfigNode.Mapping(List.copyOf(list)), size);
  }

  private static boolean isMergeKey(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.isPlain()
        && scalar.getValue().equals("<<")
        && scalar.getTag().isEmpty();
  }

  private void merge(ConfigNode value, int line, Map<String, ConfigNode> fields)
      throws ConfigSyntaxException {
    switch (value) {
      case ConfigNode.Mapping mapping ->
          mapping.fields().forEach(field -> put(field.name(), field.value(), line, fields));
      case ConfigNode.Sequence sequence -> {
        for (ConfigNode item : sequence.items()) {
          if (!(item instanceof ConfigNode.Mapping)) {
            throw notMergeable();
          }
          merge(item, line, fields);
        }
      }
      case ConfigNode.Text _, ConfigNode.Numeral _, ConfigNode.Bool _, ConfigNode.Null _ ->
          throw notMergeable();
    }
  }

  private static ConfigSyntaxException notMergeable() {
    return new ConfigSyntaxException(
        "yaml: map merge requires map or sequence of maps as the value");
  }

  private void put(String name, ConfigNode value, int line, Map<String, ConfigNode> fields) {
    if (fields.put(name, value) != null) {
      repeatedKeys.add("line " + line + ": key " + GoText.quoted(name) + " already set in map");
    }
  }

  /// Not a switch: it is linked by generating a class, three milliseconds of every start.
  private static String name(ConfigNode key) throws ConfigSyntaxException {
    if (key instanceof ConfigNode.Text(String value)) {
      return value;
    }
    if (key instanceof ConfigNode.Numeral(String literal)) {
      return literal;
    }
    if (key instanceof ConfigNode.Bool(boolean value)) {
      return Boolean.toString(value);
    }
    if (key instanceof ConfigNode.Null) {
      return "null";
    }
    throw new ConfigSyntaxException("yaml: invalid map key");
  }

  private static ConfigNode scalar(ScalarEvent scalar) throws ConfigSyntaxException {
    String value = scalar.getValue();
    String tag = scalar.getTag().orElse(scalar.isPlain() ? "" : TAG + "str");
    return switch (tag) {
      case "" -> YamlScalar.plain(value);
      case "!", TAG + "str" -> new ConfigNode.Text(value);
      case TAG + "binary" -> new ConfigNode.Text(binary(value));
      case TAG + "int", TAG + "float", TAG + "bool", TAG + "null" -> YamlScalar.plain(value);
      default -> throw new ConfigSyntaxException("yaml: a tag that no configuration needs");
    };
  }

  private static String binary(String value) throws ConfigSyntaxException {
    try {
      return new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new ConfigSyntaxException("yaml: !!binary value contains invalid base64 data");
    }
  }

  private void enter() throws ConfigSyntaxException {
    if (++depth > ConfigDocument.DEPTH_MAX) {
      throw new ConfigSyntaxException("yaml: exceeded max depth");
    }
  }

  private int grow(int size, ConfigNode part) throws ConfigSyntaxException {
    int grown = size + sizes.getOrDefault(part, 1);
    if (grown > ConfigDocument.NODES_MAX) {
      throw new ConfigSyntaxException("yaml: document contains excessive aliasing");
    }
    return grown;
  }

  private ConfigNode sized(ConfigNode node, int size) {
    sizes.put(node, size);
    return node;
  }
}
