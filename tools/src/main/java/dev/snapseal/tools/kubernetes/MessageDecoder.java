package dev.snapseal.tools.kubernetes;

import static dev.snapseal.snapshot.protobuf.ProtobufReader.LENGTH_DELIMITED;
import static dev.snapseal.snapshot.protobuf.ProtobufReader.VARINT;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import dev.snapseal.tools.kubernetes.FieldType.Plain;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns protobuf messages of known shape into the API's JSON. For one value.
///
/// Depth is that of the shapes; the number of fields has a limit, since two bytes on the wire can
/// become eighty in memory.
final class MessageDecoder {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final UnreadFields unknown;
  private int fields;

  MessageDecoder(UnreadFields unknown) {
    this.unknown = unknown;
  }

  /// Decodes one message.
  ///
  /// @param path of the message in the object, empty for the object itself
  ObjectNode decode(MessageShape shape, MemorySegment message, String path)
      throws MalformedObjectException {
    Map<Integer, JsonNode> read = new HashMap<>();
    readInto(read, shape, message, path);
    return assemble(shape, read);
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
        String fieldPath = path.isEmpty() ? field.get().name() : path + "." + field.get().name();
        readField(read, field.get(), reader, fieldPath);
      }
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire(path, e);
    }
  }

  private void readField(
      Map<Integer, JsonNode> read, FieldShape field, ProtobufReader reader, String path)
      throws MalformedObjectException {
    countField(path);
    checkWireType(field.type(), reader, path);
    try {
      readValue(read, field, reader, path);
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire(path, e);
    }
  }

  private void readValue(
      Map<Integer, JsonNode> read, FieldShape field, ProtobufReader reader, String path)
      throws MalformedObjectException, MalformedProtobufException {
    int number = field.number();
    switch (field.type()) {
      case FieldType.One one -> {
        ObjectNode message = decode(one.shape(), reader.bytes(), path);
        merge(read, number, message);
      }
      case FieldType.Many many ->
          list(read, number).add(decode(many.shape(), reader.bytes(), path));
      case Plain.STRING -> read.put(number, NODES.stringNode(Utf8.decode(reader.bytes(), path)));
      case Plain.STRING_LIST -> list(read, number).add(Utf8.decode(reader.bytes(), path));
      case Plain.BOOL -> read.put(number, NODES.booleanNode(reader.scalar() != 0));
      case Plain.INT64 -> read.put(number, NODES.numberNode(reader.scalar()));
      case Plain.TIME -> read.put(number, StoredTime.read(reader.bytes(), path));
      case Plain.STRING_MAP, Plain.BYTES_MAP ->
          readEntry(map(read, number), field.type(), reader.bytes(), path);
      case Plain.FIELDS_V1 -> read.put(number, fieldsV1(reader.bytes(), path));
    }
  }

  private static void checkWireType(FieldType type, ProtobufReader reader, String path)
      throws MalformedObjectException {
    int expected = type == Plain.BOOL || type == Plain.INT64 ? VARINT : LENGTH_DELIMITED;
    if (reader.wireType() != expected) {
      throw new MalformedObjectException(
          path, "wire type " + reader.wireType() + " where " + expected + " belongs");
    }
  }

  /// An entry without key or value has the empty one; the last of equal keys counts.
  private static void readEntry(ObjectNode map, FieldType type, MemorySegment entry, String path)
      throws MalformedObjectException, MalformedProtobufException {
    MemorySegment key = entry.asSlice(0, 0);
    MemorySegment value = entry.asSlice(0, 0);
    ProtobufReader fields = new ProtobufReader(entry);
    while (fields.next()) {
      if (fields.is(1, LENGTH_DELIMITED)) {
        key = fields.bytes();
      } else if (fields.is(2, LENGTH_DELIMITED)) {
        value = fields.bytes();
      } else {
        throw new MalformedObjectException(
            path, "an entry has field " + fields.fieldNumber() + " besides key and value");
      }
    }
    String name = Utf8.decode(key, path);
    if (type == Plain.BYTES_MAP) {
      map.put(name, Base64.getEncoder().encodeToString(value.toArray(ValueLayout.JAVA_BYTE)));
    } else {
      map.put(name, Utf8.decode(value, path));
    }
  }

  private JsonNode fieldsV1(MemorySegment message, String path)
      throws MalformedObjectException, MalformedProtobufException {
    ProtobufReader fields = new ProtobufReader(message);
    MemorySegment text = message.asSlice(0, 0);
    while (fields.next()) {
      if (fields.is(1, LENGTH_DELIMITED)) {
        text = fields.bytes();
      } else {
        unknown.add(path, message, fields);
      }
    }
    return text.byteSize() == 0 ? NODES.objectNode() : StoredJson.read(text, path);
  }

  private void countField(String path) throws MalformedObjectException {
    fields++;
    if (fields > StoredJson.MAX_NODES) {
      throw new MalformedObjectException(
          path, "the object has more than " + StoredJson.MAX_NODES + " parts");
    }
  }

  /// Fields of a later message replace those of an earlier one.
  private static void merge(Map<Integer, JsonNode> read, int number, ObjectNode message) {
    if (read.get(number) instanceof ObjectNode earlier) {
      earlier.setAll(message);
    } else {
      read.put(number, message);
    }
  }

  private static ArrayNode list(Map<Integer, JsonNode> read, int number) {
    return (ArrayNode) read.computeIfAbsent(number, absent -> NODES.arrayNode());
  }

  private static ObjectNode map(Map<Integer, JsonNode> read, int number) {
    return (ObjectNode) read.computeIfAbsent(number, absent -> NODES.objectNode());
  }

  private static ObjectNode assemble(MessageShape shape, Map<Integer, JsonNode> read) {
    ObjectNode object = NODES.objectNode();
    for (FieldShape field : shape.fields()) {
      Optional<JsonNode> node = Optional.ofNullable(read.get(field.number()));
      switch (field.presence()) {
        case UNLESS_ZERO ->
            node.filter(found -> !isZero(found)).ifPresent(found -> set(object, field, found));
        case IF_ON_WIRE -> node.ifPresent(found -> set(object, field, found));
        case ALWAYS -> set(object, field, node.orElseGet(() -> zero(field.type())));
      }
    }
    return object;
  }

  private static void set(ObjectNode object, FieldShape field, JsonNode node) {
    boolean isMap = field.type() == Plain.STRING_MAP || field.type() == Plain.BYTES_MAP;
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
      case ARRAY, OBJECT, BINARY, MISSING, POJO -> false;
    };
  }

  private static JsonNode zero(FieldType type) {
    return switch (type) {
      case FieldType.One one -> NODES.objectNode();
      case FieldType.Many many -> NODES.arrayNode();
      case Plain.STRING -> NODES.stringNode("");
      case Plain.BOOL -> NODES.booleanNode(false);
      case Plain.INT64 -> NODES.numberNode(0L);
      case Plain.TIME -> NODES.nullNode();
      case Plain.STRING_LIST -> NODES.arrayNode();
      case Plain.STRING_MAP, Plain.BYTES_MAP, Plain.FIELDS_V1 -> NODES.objectNode();
    };
  }
}
