package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows protobuf fields of which nothing is known but the bytes: under their numbers, for reading,
/// not for kubectl. For one value.
///
/// What is length-delimited is text if it is printable UTF-8, else a message if it can be read as
/// one to its end, else base64. Short text and small messages can be taken for each other.
final class GenericMessage {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 50;

  private int parts;

  /// Adds a field to an object, under its number; a second one of that number makes it a list.
  void add(ObjectNode object, ProtobufReader field) throws MalformedObjectException {
    add(object, field, 0);
  }

  private void add(ObjectNode object, ProtobufReader field, int depth)
      throws MalformedObjectException {
    parts++;
    if (parts > StoredJson.MAX_NODES) {
      throw new MalformedObjectException(
          "", "the object has more than " + StoredJson.MAX_NODES + " parts");
    }
    String name = Integer.toString(field.fieldNumber());
    JsonNode value =
        switch (field.wireType()) {
          case ProtobufReader.LENGTH_DELIMITED -> value(field.bytes(), depth);
          case ProtobufReader.START_GROUP -> group(field.bytes(), depth);
          default -> NODES.numberNode(field.scalar());
        };
    JsonNode earlier = object.get(name);
    if (earlier instanceof ArrayNode list) {
      list.add(value);
    } else if (earlier == null) {
      object.set(name, value);
    } else {
      object.set(name, NODES.arrayNode().add(earlier).add(value));
    }
  }

  private JsonNode value(MemorySegment bytes, int depth) throws MalformedObjectException {
    Optional<String> text = text(bytes);
    if (text.isPresent()) {
      return NODES.stringNode(text.get());
    }
    return group(bytes, depth);
  }

  /// A group is a message that was announced as one; those inside it are not looked for.
  private JsonNode group(MemorySegment bytes, int depth) throws MalformedObjectException {
    Optional<ObjectNode> message = depth < MAX_DEPTH ? message(bytes, depth + 1) : Optional.empty();
    return message.isPresent() ? message.get() : NODES.stringNode(UnreadFields.base64(bytes));
  }

  private static Optional<String> text(MemorySegment bytes) {
    try {
      String text = UTF_8.newDecoder().decode(bytes.asByteBuffer()).toString();
      boolean isPrintable =
          text.codePoints()
              .allMatch(c -> c == '\n' || c == '\t' || c == '\r' || !Character.isISOControl(c));
      return isPrintable ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private Optional<ObjectNode> message(MemorySegment bytes, int depth)
      throws MalformedObjectException {
    ObjectNode object = NODES.objectNode();
    ProtobufReader fields = new ProtobufReader(bytes);
    try {
      while (fields.next()) {
        add(object, fields, depth);
      }
      return Optional.of(object);
    } catch (MalformedProtobufException e) {
      return Optional.empty();
    }
  }
}
