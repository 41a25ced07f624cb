package dev.snapseal.tools.kubernetes;

import static dev.snapseal.snapshot.protobuf.ProtobufReader.LENGTH_DELIMITED;
import static dev.snapseal.snapshot.protobuf.ProtobufReader.VARINT;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import dev.snapseal.tools.kubernetes.FieldType.Plain;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns protobuf messages of known shape into the API's JSON. For one value.
///
/// Depth is that of the shapes, of which none that is stored holds itself; the number of parts has
/// a limit, since two bytes on the wire can become eighty in memory.
final class MessageDecoder {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 100;

  private final UnreadFields unknown;
  private final ScalarDecoder scalars;
  private int parts;
  private int depth;

  MessageDecoder(UnreadFields unknown) {
    this.unknown = unknown;
    this.scalars = new ScalarDecoder(unknown);
  }

  /// Decodes one message.
  ///
  /// @param path of the message in the object, empty for the object itself
  ObjectNode decode(MessageShape shape, MemorySegment message, String path)
      throws MalformedObjectException {
    if (++depth > MAX_DEPTH) {
      throw new MalformedObjectException(path, "messages lie more than " + MAX_DEPTH + " deep");
    }
    Map<Integer, JsonNode> read = new HashMap<>();
    readInto(read, shape, message, path);
    depth--;
    return assemble(shape, read, path);
  }

  private void readInto(
      Map<Integer, JsonNode> read, MessageShape shape, MemorySegment message, String path)
      throws MalformedObjectException {
    try {
      ProtobufReader reader = new ProtobufReader(message);
      while (reader.next()) {
        Optional<FieldShape> field = shape.field(reader.fieldNumber());
        if (field.isEmpty()) {
          unknown.add(path, message, reader);
          continue;
        }
        readField(read, field.get(), reader, path(path, field.get()));
      }
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire(path, e);
    }
  }

  private static String path(String parent, FieldShape field) {
    if (field.isInline()) {
      return parent;
    }
    return parent.isEmpty() ? field.name() : parent + "." + field.name();
  }

  private void readField(
      Map<Integer, JsonNode> read, FieldShape field, ProtobufReader reader, String path)
      throws MalformedObjectException {
    countPart(path);
    checkWireType(field, reader, path);
    try {
      int number = field.number();
      switch (field.cardinality()) {
        case ONE -> one(read, field, reader, path);
        case LIST -> list(read, number).add(value(field.type(), reader, path));
        case MAP -> entry(map(read, number), field.type(), reader.bytes(), path);
      }
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire(path, e);
    }
  }

  private void one(
      Map<Integer, JsonNode> read, FieldShape field, ProtobufReader reader, String path)
      throws MalformedObjectException, MalformedProtobufException {
    JsonNode value = value(field.type(), reader, path);
    if (field.type() instanceof FieldType.Message
        && read.get(field.number()) instanceof ObjectNode earlier
        && value instanceof ObjectNode later) {
      earlier.setAll(later); // fields of a later message replace those of an earlier one
    } else {
      read.put(field.number(), value);
    }
  }

  private JsonNode value(FieldType type, ProtobufReader reader, String path)
      throws MalformedObjectException, MalformedProtobufException {
    return switch (type) {
      case FieldType.Message message ->
          decode(ShapeTable.instance().message(message.name()), reader.bytes(), path);
      case Plain plain ->
          plain.isVarint()
              ? ScalarDecoder.varint(plain, reader.scalar())
              : scalars.decode(plain, reader.bytes(), path);
    };
  }

  private static void checkWireType(FieldShape field, ProtobufReader reader, String path)
      throws MalformedObjectException {
    boolean isVarint =
        field.cardinality() != FieldShape.Cardinality.MAP
            && field.type() instanceof Plain plain
            && plain.isVarint();
    int expected = isVarint ? VARINT : LENGTH_DELIMITED;
    if (reader.wireType() != expected) {
      throw new MalformedObjectException(
          path, "wire type " + reader.wireType() + " where " + expected + " belongs");
    }
  }

  /// An entry without key or value has the empty one; the last of equal keys counts.
  private void entry(ObjectNode map, FieldType type, MemorySegment entry, String path)
      throws MalformedObjectException, MalformedProtobufException {
    MemorySegment key = entry.asSlice(0, 0);
    Optional<JsonNode> value = Optional.empty();
    ProtobufReader fields = new ProtobufReader(entry);
    while (fields.next()) {
      if (fields.is(1, LENGTH_DELIMITED)) {
        key = fields.bytes();
      } else if (fields.fieldNumber() == 2 && fields.wireType() == entryWireType(type)) {
        value = Optional.of(value(type, fields, path));
      } else {
        throw new MalformedObjectException(
            path, "an entry has field " + fields.fieldNumber() + " besides key and value");
      }
    }
    String name = Utf8.decode(key, path);
    map.set(name, value.isPresent() ? value.get() : empty(type, entry.asSlice(0, 0), path));
  }

  private static int entryWireType(FieldType type) {
    return type instanceof Plain plain && plain.isVarint() ? VARINT : LENGTH_DELIMITED;
  }

  private JsonNode empty(FieldType type, MemorySegment none, String path)
      throws MalformedObjectException, MalformedProtobufException {
    return switch (type) {
      case FieldType.Message message ->
          decode(ShapeTable.instance().message(message.name()), none, path);
      case Plain plain ->
          plain.isVarint() ? ScalarDecoder.varint(plain, 0) : scalars.decode(plain, none, path);
    };
  }

  private void countPart(String path) throws MalformedObjectException {
    parts++;
    if (parts > StoredJson.MAX_NODES) {
      throw new MalformedObjectException(
          path, "the object has more than " + StoredJson.MAX_NODES + " parts");
    }
  }

  private static ArrayNode list(Map<Integer, JsonNode> read, int number) {
    return (ArrayNode) read.computeIfAbsent(number, absent -> NODES.arrayNode());
  }

  private static ObjectNode map(Map<Integer, JsonNode> read, int number) {
    return (ObjectNode) read.computeIfAbsent(number, absent -> NODES.objectNode());
  }

  private ObjectNode assemble(MessageShape shape, Map<Integer, JsonNode> read, String path)
      throws MalformedObjectException {
    ObjectNode object = NODES.objectNode();
    for (FieldShape field : shape.fields()) {
      Optional<JsonNode> node = Optional.ofNullable(read.get(field.number()));
      if (field.isInline()) {
        node.ifPresent(found -> object.setAll((ObjectNode) found));
        continue;
      }
      switch (field.presence()) {
        case UNLESS_ZERO ->
            node.filter(found -> !isZero(found)).ifPresent(found -> set(object, field, found));
        case IF_ON_WIRE -> node.ifPresent(found -> set(object, field, found));
        case ALWAYS, OR_NULL -> {
          Optional<JsonNode> shown = node.or(() -> absent(field));
          if (node.isEmpty() && shown.isPresent()) {
            countPart(path);
          }
          shown.ifPresent(found -> set(object, field, found));
        }
      }
    }
    return object;
  }

  private static void set(ObjectNode object, FieldShape field, JsonNode node) {
    boolean isMap = field.cardinality() == FieldShape.Cardinality.MAP;
    object.set(field.name(), isMap ? sorted((ObjectNode) node) : node);
  }

  private static ObjectNode sorted(ObjectNode map) {
    ObjectNode sorted = NODES.objectNode();
    map.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> sorted.set(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private static boolean isZero(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> node.stringValue().isEmpty();
      case NUMBER -> node.longValue() == 0;
      case BOOLEAN -> !node.booleanValue();
      case NULL -> true;
      case ARRAY, OBJECT -> node.isEmpty();
      case BINARY, MISSING, POJO -> false;
    };
  }

  /// What stands for a field that is shown though it is not on the wire.
  private static Optional<JsonNode> absent(FieldShape field) {
    boolean isOne = field.cardinality() == FieldShape.Cardinality.ONE;
    if (isOne && field.presence() == Presence.ALWAYS) {
      return switch (field.type()) {
        case FieldType.Message _ -> Optional.empty();
        case Plain plain -> Optional.of(ScalarDecoder.zero(plain));
      };
    }
    return Optional.of(NODES.nullNode());
  }
}
