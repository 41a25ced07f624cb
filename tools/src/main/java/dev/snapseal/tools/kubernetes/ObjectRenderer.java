package dev.snapseal.tools.kubernetes;

import dev.snapseal.tools.report.JsonEscapes;
import dev.snapseal.tools.report.SafeText;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes objects as text for people and for kubectl.
public final class ObjectRenderer {
  /// Indentation ends at this depth: that of a deep and wide tree would outgrow memory.
  private static final int MAX_INDENTED_DEPTH = 40;

  /// Longer bytes would hide the object below them.
  private static final int MAX_COMMENTED_BYTES = 64;

  private static final ObjectWriter JSON =
      JsonMapper.builder(JsonFactory.builder().characterEscapes(new JsonEscapes()).build())
          .build()
          .writer()
          .with(new DefaultPrettyPrinter().withObjectIndenter(new BoundedIndenter()));

  private ObjectRenderer() {}

  /// YAML that a reader of YAML 1.1 reads back as it was, ending in a line feed.
  public static String yaml(ObjectNode tree) {
    return YamlWriter.write(tree);
  }

  /// YAML of a tree made from `object`, under comments that say what is not in it.
  public static String yaml(DecodedObject object, ObjectNode tree) {
    StringBuilder comments = new StringBuilder();
    if (!object.notDecoded().isEmpty()) {
      comments.append("# generic: of this kind only the metadata is known; the other fields\n");
      comments.append("# stand under their numbers, for reading, and kubectl does not take them\n");
    }
    object.unknownFields().forEach(field -> comments.append(comment(field)));
    long unlisted = object.unknownFieldCount() - object.unknownFields().size();
    if (unlisted > 0) {
      comments.append("# and ").append(unlisted).append(" more unknown fields\n");
    }
    object.invalidTexts().forEach(text -> comments.append(comment(text)));
    long unlistedTexts = object.invalidTextCount() - object.invalidTexts().size();
    if (unlistedTexts > 0) {
      comments.append("# and ").append(unlistedTexts).append(" more texts that are not UTF-8\n");
    }
    return comments + yaml(tree);
  }

  /// Indented JSON, ending in a line feed.
  public static String json(ObjectNode tree) {
    return JSON.writeValueAsString(tree) + "\n";
  }

  /// Indented JSON of a tree made from `object`; what is not in it is listed in the members
  /// `notDecoded`, `unknownFields` and `invalidText`, which are absent when empty.
  public static String json(DecodedObject object, ObjectNode tree) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll(tree);
    list(copy, "notDecoded", object.notDecoded());
    list(copy, "unknownFields", object.unknownFields());
    if (object.unknownFieldCount() > object.unknownFields().size()) {
      copy.put("unknownFieldCount", object.unknownFieldCount());
    }
    texts(copy, object.invalidTexts());
    if (object.invalidTextCount() > object.invalidTexts().size()) {
      copy.put("invalidTextCount", object.invalidTextCount());
    }
    return json(copy);
  }

  private static String comment(UnreadField field) {
    String path = field.path().isEmpty() ? "" : field.path() + ".";
    return comment("unknown field: " + path + field.number(), field.length(), field.base64());
  }

  private static String comment(InvalidText text) {
    String path = text.path().isEmpty() ? "" : ": " + text.path();
    return comment(
        "not UTF-8, %d bytes shown as U+FFFD%s".formatted(text.invalidBytes(), path),
        text.length(),
        text.base64());
  }

  /// A comment of one line, whatever the object's own names in it hold.
  private static String comment(String what, long length, Optional<String> base64) {
    String bytes =
        length > MAX_COMMENTED_BYTES
            ? base64.map(text -> "; see -o json or -o raw").orElse("")
            : base64.map(text -> text.isEmpty() ? "" : ": base64 " + text).orElse("");
    return "# " + SafeText.forTerminal(what) + " (" + length + " bytes)" + bytes + "\n";
  }

  private static void list(ObjectNode tree, String name, List<UnreadField> fields) {
    if (fields.isEmpty()) {
      return;
    }
    ArrayNode list = tree.putArray(name);
    for (UnreadField field : fields) {
      ObjectNode entry =
          list.addObject()
              .put("path", field.path())
              .put("number", field.number())
              .put("wireType", field.wireType())
              .put("offset", field.offset())
              .put("length", field.length());
      field.base64().ifPresent(bytes -> entry.put("bytes", bytes));
    }
  }

  private static void texts(ObjectNode tree, List<InvalidText> texts) {
    if (texts.isEmpty()) {
      return;
    }
    ArrayNode list = tree.putArray("invalidText");
    for (InvalidText text : texts) {
      ObjectNode entry =
          list.addObject()
              .put("path", text.path())
              .put("invalidBytes", text.invalidBytes())
              .put("offset", text.offset())
              .put("length", text.length());
      text.base64().ifPresent(bytes -> entry.put("bytes", bytes));
    }
  }

  private static final class BoundedIndenter extends DefaultIndenter {
    private static final long serialVersionUID = 1L;

    BoundedIndenter() {
      super("  ", "\n");
    }

    @Override
    public void writeIndentation(JsonGenerator generator, int level) {
      super.writeIndentation(generator, Math.min(level, MAX_INDENTED_DEPTH));
    }
  }
}
