package dev.snapseal.tools.kubernetes;

import static dev.snapseal.snapshot.protobuf.ProtobufReader.LENGTH_DELIMITED;
import static dev.snapseal.snapshot.protobuf.ProtobufReader.VARINT;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import dev.snapseal.tools.kubernetes.FieldType.Plain;
import java.lang.foreign.MemorySegment;
import java.util.List;
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
  private final StoredTexts texts;

  ScalarDecoder(UnreadFields unknown, StoredTexts texts) {
    this.unknown = unknown;
    this.texts = texts;
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
  ///
  /// @param slices of every occurrence of the field, 1 or more; of those that Go does not merge the
  ///   last counts
  JsonNode decode(Plain type, List<MemorySegment> slices, String path)
      throws MalformedObjectException, MalformedProtobufException {
    MemorySegment last = slices.getLast();
    return switch (type) {
      case STRING -> NODES.stringNode(texts.decode(last, path));
      case BYTES -> NODES.stringNode(UnreadFields.base64(last));
      case TIME -> new StoredTime(unknown).read(last, path);
      case MICRO_TIME -> new StoredTime(unknown).readMicro(last, path);
      case QUANTITY -> quantity(last, path);
      case INT_OR_STRING -> intOrString(slices, path);
      case RAW_EXTENSION -> json(slices, path, NODES.nullNode());
      case FIELDS_V1 -> json(slices, path, NODES.objectNode());
      case STRINGS -> strings(slices, path);
      case BOOL, INT32, INT64 -> throw new IllegalStateException(type + " is a varint");
    };
  }

  private JsonNode quantity(MemorySegment message, String path) throws MalformedProtobufException {
    String text = texts.decode(only(List.of(message), path), path);
    return NODES.stringNode(text.isEmpty() ? NO_QUANTITY : text);
  }

  /// JSON text in field 1, as the value it is.
  private JsonNode json(List<MemorySegment> slices, String path, JsonNode none)
      throws MalformedObjectException, MalformedProtobufException {
    MemorySegment text = only(slices, path);
    return text.byteSize() == 0 ? none : StoredJson.read(text, path, texts);
  }

  /// The bytes of field 1, the only one.
  private MemorySegment only(List<MemorySegment> slices, String path)
      throws MalformedProtobufException {
    MemorySegment bytes = slices.getFirst().asSlice(0, 0);
    for (MemorySegment message : slices) {
      ProtobufReader fields = ProtobufReader.withGroups(message);
      while (fields.next()) {
        if (fields.is(1, LENGTH_DELIMITED)) {
          bytes = fields.bytes();
        } else {
          unknown.add(path, message, fields);
        }
      }
    }
    return bytes;
  }

  private JsonNode intOrString(List<MemorySegment> slices, String path)
      throws MalformedProtobufException {
    long type = 0;
    long number = 0;
    String text = "";
    for (MemorySegment message : slices) {
      ProtobufReader fields = ProtobufReader.withGroups(message);
      while (fields.next()) {
        if (fields.is(TYPE, VARINT)) {
          type = fields.scalar();
        } else if (fields.is(INT_VALUE, VARINT)) {
          number = fields.scalar();
        } else if (fields.is(STRING_VALUE, LENGTH_DELIMITED)) {
          text = texts.decode(fields.bytes(), path);
        } else {
          unknown.add(path, message, fields);
        }
      }
    }
    return type == TYPE_STRING ? NODES.stringNode(text) : varint(Plain.INT32, number);
  }

  private JsonNode strings(List<MemorySegment> slices, String path)
      throws MalformedObjectException, MalformedProtobufException {
    ArrayNode list = NODES.arrayNode();
    for (MemorySegment message : slices) {
      ProtobufReader fields = ProtobufReader.withGroups(message);
      while (fields.next()) {
        if (!fields.is(1, LENGTH_DELIMITED)) {
          unknown.add(path, message, fields);
        } else if (list.size() == StoredJson.MAX_NODES) {
          throw new MalformedObjectException(
              path, "the list has more than " + StoredJson.MAX_NODES + " parts");
        } else {
          list.add(texts.decode(fields.bytes(), path));
        }
      }
    }
    return list;
  }
}
