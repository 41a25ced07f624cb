package dev.snapseal.tools.kubernetes;

import static dev.snapseal.snapshot.protobuf.ProtobufReader.LENGTH_DELIMITED;
import static dev.snapseal.snapshot.protobuf.ProtobufReader.VARINT;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import dev.snapseal.tools.kubernetes.FieldType.Plain;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The types that are one value in JSON, though some are messages on the wire.
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/util/intstr/generated.proto">IntOrString</a>
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/api/resource/generated.proto">Quantity</a>
final class ScalarDecoder {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// What a quantity is that nobody set.
  private static final String NO_QUANTITY = "0";

  private static final int TYPE = 1;
  private static final int INT_VALUE = 2;
  private static final int STRING_VALUE = 3;
  private static final long TYPE_STRING = 1;

  private final UnreadFields unknown;

  ScalarDecoder(UnreadFields unknown) {
    this.unknown = unknown;
  }

  static JsonNode varint(Plain type, long value) {
    return switch (type) {
      case BOOL -> NODES.booleanNode(value != 0);
      case INT32 -> NODES.numberNode((long) (int) value);
      case INT64 -> NODES.numberNode(value);
      case STRING,
          BYTES,
          TIME,
          MICRO_TIME,
          QUANTITY,
          INT_OR_STRING,
          RAW_EXTENSION,
          FIELDS_V1,
          STRINGS ->
          throw new IllegalStateException(type + " is no varint");
    };
  }

  /// What the API shows of a field that is not on the wire, where it shows it.
  static JsonNode zero(Plain type) {
    return switch (type) {
      case STRING -> NODES.stringNode("");
      case BOOL -> NODES.booleanNode(false);
      case INT32, INT64, INT_OR_STRING -> NODES.numberNode(0L);
      case QUANTITY -> NODES.stringNode(NO_QUANTITY);
      case BYTES, TIME, MICRO_TIME, RAW_EXTENSION, STRINGS -> NODES.nullNode();
      case FIELDS_V1 -> NODES.objectNode();
    };
  }

  /// Decodes the bytes of a length-delimited field.
  JsonNode decode(Plain type, MemorySegment bytes, String path)
      throws MalformedObjectException, MalformedProtobufException {
    return switch (type) {
      case STRING -> NODES.stringNode(Utf8.decode(bytes, path));
      case BYTES ->
          NODES.stringNode(
              Base64.getEncoder().encodeToString(bytes.toArray(ValueLayout.JAVA_BYTE)));
      case TIME -> StoredTime.read(bytes, path);
      case MICRO_TIME -> StoredTime.readMicro(bytes, path);
      case QUANTITY -> quantity(bytes, path);
      case INT_OR_STRING -> intOrString(bytes, path);
      case RAW_EXTENSION -> json(bytes, path, NODES.nullNode());
      case FIELDS_V1 -> json(bytes, path, NODES.objectNode());
      case STRINGS -> strings(bytes, path);
      case BOOL, INT32, INT64 -> throw new IllegalStateException(type + " is a varint");
    };
  }

  private JsonNode quantity(MemorySegment message, String path)
      throws MalformedObjectException, MalformedProtobufException {
    String text = Utf8.decode(only(message, path), path);
    return NODES.stringNode(text.isEmpty() ? NO_QUANTITY : text);
  }

  /// JSON text in field 1, as the value it is.
  private JsonNode json(MemorySegment message, String path, JsonNode none)
      throws MalformedObjectException, MalformedProtobufException {
    MemorySegment text = only(message, path);
    return text.byteSize() == 0 ? none : StoredJson.read(text, path);
  }

  /// The bytes of field 1, the only one.
  private MemorySegment only(MemorySegment message, String path) throws MalformedProtobufException {
    MemorySegment bytes = message.asSlice(0, 0);
    ProtobufReader fields = new ProtobufReader(message);
    while (fields.next()) {
      if (fields.is(1, LENGTH_DELIMITED)) {
        bytes = fields.bytes();
      } else {
        unknown.add(path, message, fields);
      }
    }
    return bytes;
  }

  private JsonNode intOrString(MemorySegment message, String path)
      throws MalformedObjectException, MalformedProtobufException {
    long type = 0;
    long number = 0;
    String text = "";
    ProtobufReader fields = new ProtobufReader(message);
    while (fields.next()) {
      if (fields.is(TYPE, VARINT)) {
        type = fields.scalar();
      } else if (fields.is(INT_VALUE, VARINT)) {
        number = fields.scalar();
      } else if (fields.is(STRING_VALUE, LENGTH_DELIMITED)) {
        text = Utf8.decode(fields.bytes(), path);
      } else {
        unknown.add(path, message, fields);
      }
    }
    return type == TYPE_STRING ? NODES.stringNode(text) : varint(Plain.INT32, number);
  }

  private JsonNode strings(MemorySegment message, String path)
      throws MalformedObjectException, MalformedProtobufException {
    ArrayNode list = NODES.arrayNode();
    ProtobufReader fields = new ProtobufReader(message);
    while (fields.next()) {
      if (!fields.is(1, LENGTH_DELIMITED)) {
        unknown.add(path, message, fields);
      } else if (list.size() == StoredJson.MAX_NODES) {
        throw new MalformedObjectException(
            path, "the list has more than " + StoredJson.MAX_NODES + " parts");
      } else {
        list.add(Utf8.decode(fields.bytes(), path));
      }
    }
    return list;
  }
}
