package dev.snapseal.tools.kubernetes;

import java.util.List;
import tools.jackson.core.JsonGenerator;
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

  private static final ObjectWriter JSON =
      JsonMapper.builder()
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
    object.unknownFields().forEach(field -> comments.append(comment("unknown field", field)));
    long unlisted = object.unknownFieldCount() - object.unknownFields().size();
    if (unlisted > 0) {
      comments.append("# and ").append(unlisted).append(" more unknown fields\n");
    }
    return comments + yaml(tree);
  }

  /// Indented JSON, ending in a line feed.
  public static String json(ObjectNode tree) {
    return JSON.writeValueAsString(tree) + "\n";
  }

  /// Indented JSON of a tree made from `object`; what is not in it is listed in the members
  /// `notDecoded` and `unknownFields`, which are absent when empty.
  public static String json(DecodedObject object, ObjectNode tree) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll(tree);
    list(copy, "notDecoded", object.notDecoded());
    list(copy, "unknownFields", object.unknownFields());
    return json(copy);
  }

  private static String comment(String what, UnreadField field) {
    String path = field.path().isEmpty() ? "" : field.path() + ".";
    return "# " + what + ": " + path + field.number() + " (" + field.length() + " bytes)\n";
  }

  private static void list(ObjectNode tree, String name, List<UnreadField> fields) {
    if (fields.isEmpty()) {
      return;
    }
    ArrayNode list = tree.putArray(name);
    for (UnreadField field : fields) {
      list.addObject()
          .put("path", field.path())
          .put("number", field.number())
          .put("wireType", field.wireType())
          .put("offset", field.offset())
          .put("length", field.length());
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
