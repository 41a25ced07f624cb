package dev.snapseal.tools.kubernetes;

import static dev.snapseal.snapshot.protobuf.ProtobufReader.LENGTH_DELIMITED;
import static dev.snapseal.snapshot.protobuf.ProtobufReader.VARINT;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import dev.snapseal.tools.kubernetes.FieldType.Plain;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;

  private final UnreadFields unknown;
  private final StoredTexts texts;
  private final ScalarDecoder scalars;
  private int parts;
  private int depth;

  MessageDecoder(UnreadFields unknown, StoredTexts texts) {
    this.unknown = unknown;
    this.texts = texts;
    this.scalars = new ScalarDecoder(unknown, texts);
  }

  /// What was read of a message whose end is not reached yet.
  ///
  /// @param nodes finished values by field number
  /// @param slices of fields that are no lists: decoded when all are known, since together they are
  ///   one message
  private record Fields(Map<Integer, JsonNode> nodes, Map<Integer, List<MemorySegment>> slices) {
    Fields() {
      this(new HashMap<>(), new HashMap<>());
    }

    ArrayNode list(int number) {
      return (ArrayNode) nodes.computeIfAbsent(number, absent -> NODES.arrayNode());
    }

    ObjectNode map(int number) {
      return (ObjectNode) nodes.computeIfAbsent(number, absent -> NODES.objectNode());
    }
  }

  /// Decodes one message.
  ///
  /// @param occurrences slices of the value, 1 or more: a message that occurs several times where
  ///   one belongs is read, as by Go, as if its parts stood one behind the other
  /// @param path of the message in the object, empty for the object itself
  ObjectNode decode(MessageShape shape, List<MemorySegment> occurrences, String path)
      throws MalformedObjectException {
    if (++depth > MAX_DEPTH) {
      throw new MalformedObjectException(path, "messages lie more than " + MAX_DEPTH + " deep");
    }
    Fields read = new Fields();
    for (MemorySegment message : occurrences) {
      readInto(read, shape, message, path);
    }
    for (FieldShape field : shape.fields()) {
      List<MemorySegment> slices = read.slices().get(field.number());
      if (slices != null) {
        read.nodes().put(field.number(), value(field.type(), slices, path(path, field)));
      }
    }
    depth--;
    return assemble(shape, read.nodes(), path);
  }

  private void readInto(Fields read, MessageShape shape, MemorySegment message, String path)
      throws MalformedObjectException {
    try {
      ProtobufReader reader = ProtobufReader.withGroups(message);
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

  private void readField(Fields read, FieldShape field, ProtobufReader reader, String path)
      throws MalformedObjectException {
    countPart(path);
    checkWireType(field, reader, path);
    int number = field.number();
    switch (field.cardinality()) {
      case ONE -> {
        if (varint(field.type()).isPresent()) {
          read.nodes().put(number, ScalarDecoder.varint(plain(field), reader.scalar()));
        } else {
          read.slices().computeIfAbsent(number, absent -> new ArrayList<>(1)).add(reader.bytes());
        }
      }
      case LIST -> element(read.list(number), field, reader, path);
      case MAP -> entry(read.map(number), field.type(), reader.bytes(), path);
    }
  }

  private void element(ArrayNode list, FieldShape field, ProtobufReader reader, String path)
      throws MalformedObjectException {
    if (varint(field.type()).isEmpty()) {
      list.add(value(field.type(), List.of(reader.bytes()), path));
    } else if (reader.wireType() == VARINT) {
      list.add(ScalarDecoder.varint(plain(field), reader.scalar()));
    } else {
      PackedVarints packed = new PackedVarints(reader.bytes());
      while (packed.hasNext()) {
        countPart(path);
        list.add(ScalarDecoder.varint(plain(field), packed.next(path)));
      }
    }
  }

  private JsonNode value(FieldType type, List<MemorySegment> slices, String path)
      throws MalformedObjectException {
    try {
      return switch (type) {
        case FieldType.Message message ->
            decode(ShapeTable.instance().message(message.name()), slices, path);
        case Plain plain -> scalars.decode(plain, slices, path);
      };
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire(path, e);
    }
  }

  private static Optional<Plain> varint(FieldType type) {
    return type instanceof Plain plain && plain.isVarint() ? Optional.of(plain) : Optional.empty();
  }

  private static Plain plain(FieldShape field) {
    return (Plain) field.type();
  }

  private static void checkWireType(FieldShape field, ProtobufReader reader, String path)
      throws MalformedObjectException {
    boolean isVarint =
        field.cardinality() != FieldShape.Cardinality.MAP && varint(field.type()).isPresent();
    boolean isPacked =
        isVarint
            && field.cardinality() == FieldShape.Cardinality.LIST
            && reader.wireType() == LENGTH_DELIMITED;
    if (!isPacked) {
      checkWireType(reader, isVarint ? VARINT : LENGTH_DELIMITED, path);
    }
  }

  private static void checkWireType(ProtobufReader reader, int expected, String path)
      throws MalformedObjectException {
    if (reader.wireType() != expected) {
      throw new MalformedObjectException(
          path, "wire type " + reader.wireType() + " where " + expected + " belongs");
    }
  }

  /// An entry without key or value has the empty one; the last of equal keys counts.
  private void entry(ObjectNode map, FieldType type, MemorySegment entry, String path)
      throws MalformedObjectException {
    Optional<Plain> varint = varint(type);
    MemorySegment key = entry.asSlice(0, 0);
    MemorySegment value = key;
    long number = 0;
    try {
      ProtobufReader fields = ProtobufReader.withGroups(entry);
      while (fields.next()) {
        switch (fields.fieldNumber()) {
          case ENTRY_KEY -> {
            checkWireType(fields, LENGTH_DELIMITED, path);
            key = fields.bytes();
          }
          case ENTRY_VALUE -> {
            checkWireType(fields, varint.isPresent() ? VARINT : LENGTH_DELIMITED, path);
            if (varint.isPresent()) {
              number = fields.scalar();
            } else {
              value = fields.bytes();
            }
          }
          default -> unknown.add(path, entry, fields);
        }
      }
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire(path, e);
    }
    String name = texts.decode(key, path);
    map.set(
        name,
        varint.isPresent()
            ? ScalarDecoder.varint(varint.get(), number)
            : value(type, List.of(value), type instanceof Plain ? path + "." + name : path));
  }

  private void countPart(String path) throws MalformedObjectException {
    parts++;
    if (parts > StoredJson.MAX_NODES) {
      throw new MalformedObjectException(
          path, "the object has more than " + StoredJson.MAX_NODES + " parts");
    }
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
