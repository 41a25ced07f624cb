package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Decodes whole objects: Secrets, ConfigMaps and whatever is stored as JSON completely, of other
/// kinds envelope and metadata. What is not in the result is listed there.
public final class ObjectDecoder {
  private static final String METADATA = "metadata";

  private ObjectDecoder() {}

  /// Decodes a value into the JSON that the API would show, with `resourceVersion` from etcd: it is
  /// not stored.
  ///
  /// @param value decrypted, at most 8 MiB
  /// @param modRevision etcd's mod revision of the value, 1 or more
  /// @throws MalformedObjectException if the value breaks the rules of its form
  /// @throws UnsupportedObjectException if it is in a form that is not decoded, or too large
  public static DecodedObject decode(MemorySegment value, long modRevision)
      throws ObjectDecodingException {
    StoredForm form = StoredForm.of(value);
    StoredJson.checkSize(value);
    return switch (form) {
      case PROTOBUF -> decodeProtobuf(value, modRevision);
      case JSON -> decodeJson(value, modRevision);
      case CBOR, ENCRYPTED, NUMBER, EMPTY, OTHER -> throw UnsupportedObjectException.form(form);
    };
  }

  private static DecodedObject decodeJson(MemorySegment value, long modRevision)
      throws MalformedObjectException {
    ObjectNode stored = StoredJson.readObject(value);
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (String first : List.of("apiVersion", "kind", METADATA)) {
      Optional.ofNullable(stored.get(first)).ifPresent(node -> tree.set(first, node));
    }
    tree.setAll(stored);
    if (tree.get(METADATA) instanceof ObjectNode metadata) {
      setResourceVersion(metadata, modRevision);
    }
    return new DecodedObject(StoredForm.JSON, tree, List.of(), List.of(), 0);
  }

  private static DecodedObject decodeProtobuf(MemorySegment value, long modRevision)
      throws ObjectDecodingException {
    try {
      ProtobufEnvelope envelope = ProtobufEnvelope.read(value);
      if (!envelope.isRawReadable()) {
        throw UnsupportedObjectException.contentEncoding();
      }
      UnreadFields unknown = new UnreadFields(value);
      noteUnknownOfEnvelope(value, unknown);
      String apiVersion = Utf8.decode(envelope.apiVersion(), "apiVersion");
      String kind = Utf8.decode(envelope.kind(), "kind");
      Optional<MessageShape> whole = ObjectShapes.whole(apiVersion, kind);
      UnreadFields notDecoded = new UnreadFields(value);
      ObjectNode object =
          whole.isPresent()
              ? new MessageDecoder(unknown).decode(whole.get(), envelope.raw(), "")
              : decodeMetadata(envelope.raw(), unknown, notDecoded);
      ObjectNode tree = JsonNodeFactory.instance.objectNode();
      tree.put("apiVersion", apiVersion);
      tree.put("kind", kind);
      tree.setAll(object);
      setResourceVersion((ObjectNode) tree.get(METADATA), modRevision);
      return new DecodedObject(
          StoredForm.PROTOBUF, tree, notDecoded.listed(), unknown.listed(), unknown.count());
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire("", e);
    }
  }

  /// Decodes field 1 alone; the other fields of the object are noted once each by their own reader.
  private static ObjectNode decodeMetadata(
      MemorySegment raw, UnreadFields unknown, UnreadFields notDecoded)
      throws MalformedObjectException, MalformedProtobufException {
    MessageDecoder decoder = new MessageDecoder(unknown);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject(METADATA);
    ProtobufReader fields = new ProtobufReader(raw);
    while (fields.next()) {
      if (fields.fieldNumber() == ObjectShapes.METADATA_FIELD) {
        MemorySegment field =
            raw.asSlice(fields.fieldStart(), fields.fieldEnd() - fields.fieldStart());
        object.setAll(decoder.decode(ObjectShapes.ANY_OBJECT, field, ""));
      } else {
        notDecoded.add("", raw, fields);
      }
    }
    return object;
  }

  private static void noteUnknownOfEnvelope(MemorySegment value, UnreadFields unknown)
      throws MalformedProtobufException {
    ProtobufReader fields =
        new ProtobufReader(
            value, ProtobufEnvelope.MAGIC_LENGTH, value.byteSize() - ProtobufEnvelope.MAGIC_LENGTH);
    while (fields.next()) {
      if (fields.fieldNumber() > ProtobufEnvelope.CONTENT_TYPE
          || fields.wireType() != ProtobufReader.LENGTH_DELIMITED) {
        unknown.add("envelope", value, fields);
      }
    }
  }

  /// Puts the version where the API shows it: behind the uid.
  private static void setResourceVersion(ObjectNode metadata, long modRevision) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll(metadata);
    metadata.removeAll();
    for (var member : copy.properties()) {
      metadata.set(member.getKey(), member.getValue());
      if (member.getKey().equals("uid")) {
        metadata.put("resourceVersion", Long.toString(modRevision));
      }
    }
    JsonNode version = JsonNodeFactory.instance.stringNode(Long.toString(modRevision));
    metadata.set("resourceVersion", version);
  }
}
