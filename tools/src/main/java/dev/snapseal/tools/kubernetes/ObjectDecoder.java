package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Decodes whole objects: the built-in kinds and whatever is stored as JSON completely, of other
/// kinds envelope and metadata, and their other fields under their numbers. What is not in the
/// result by name is listed there.
public final class ObjectDecoder {
  private static final String METADATA = "metadata";

  private ObjectDecoder() {}

  /// Decodes a value into the JSON that the API would show, with `resourceVersion` from etcd: it is
  /// not stored. Definitions of custom resources become `v1`, as the API shows them.
  ///
  /// @param value decrypted, at most 8 MiB
  /// @param modRevision etcd's mod revision of the value, 1 or more
  /// @throws MalformedObjectException if the value breaks the rules of its form
  /// @throws UnsupportedObjectException if it is in a form that is not decoded, or too large
  public static DecodedObject decode(MemorySegment value, long modRevision)
      throws ObjectDecodingException {
    return decode(value, modRevision, Extent.WHOLE);
  }

  /// Decodes no more than a look at many values needs: of a protobuf value that is neither a Secret
  /// nor a ConfigMap the metadata alone.
  ///
  /// @param value decrypted, at most 8 MiB
  /// @param modRevision etcd's mod revision of the value, 1 or more
  /// @throws MalformedObjectException if the value breaks the rules of its form
  /// @throws UnsupportedObjectException if it is in a form that is not decoded, or too large
  public static DecodedObject decodeDataAndMetadata(MemorySegment value, long modRevision)
      throws ObjectDecodingException {
    return decode(value, modRevision, Extent.DATA_AND_METADATA);
  }

  private enum Extent {
    WHOLE,
    DATA_AND_METADATA;

    Optional<MessageShape> shape(String apiVersion, String kind) {
      return switch (this) {
        case WHOLE -> ObjectShapes.whole(apiVersion, kind);
        case DATA_AND_METADATA -> ObjectShapes.withMembers(apiVersion, kind);
      };
    }
  }

  private static DecodedObject decode(MemorySegment value, long modRevision, Extent extent)
      throws ObjectDecodingException {
    StoredForm form = StoredForm.of(value);
    StoredJson.checkSize(value);
    return switch (form) {
      case PROTOBUF -> decodeProtobuf(value, modRevision, extent);
      case JSON -> decodeJson(value, modRevision);
      case CBOR, ENCRYPTED, NUMBER, EMPTY, OTHER -> throw UnsupportedObjectException.form(form);
    };
  }

  private static DecodedObject decodeJson(MemorySegment value, long modRevision)
      throws MalformedObjectException {
    StoredTexts texts = new StoredTexts(value);
    ObjectNode stored = StoredJson.readObject(value, texts);
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (String first : List.of("apiVersion", "kind", METADATA)) {
      Optional.ofNullable(stored.get(first)).ifPresent(node -> tree.set(first, node));
    }
    tree.setAll(stored);
    if (tree.get(METADATA) instanceof ObjectNode metadata) {
      setResourceVersion(metadata, modRevision);
    }
    DefinitionConversion.apply(tree);
    return new DecodedObject(
        StoredForm.JSON, tree, List.of(), List.of(), 0, texts.listed(), texts.count());
  }

  private static DecodedObject decodeProtobuf(MemorySegment value, long modRevision, Extent extent)
      throws ObjectDecodingException {
    try {
      ProtobufEnvelope envelope = ProtobufEnvelope.read(value);
      if (!envelope.isRawReadable()) {
        throw UnsupportedObjectException.contentEncoding();
      }
      UnreadFields unknown = new UnreadFields(value, UnreadFields.Content.KEPT);
      StoredTexts texts = new StoredTexts(value);
      MessageDecoder decoder = new MessageDecoder(unknown, texts);
      noteUnknownOfEnvelope(value, unknown);
      String apiVersion = Utf8.decode(envelope.apiVersion(), "apiVersion");
      String kind = Utf8.decode(envelope.kind(), "kind");
      Optional<MessageShape> whole = extent.shape(apiVersion, kind);
      UnreadFields notDecoded = new UnreadFields(value, UnreadFields.Content.LEFT);
      ObjectNode object =
          whole.isPresent()
              ? decoder.decode(whole.get(), List.of(envelope.raw()), "")
              : decodeMetadata(envelope.raw(), extent, decoder, notDecoded);
      ObjectNode tree = JsonNodeFactory.instance.objectNode();
      tree.put("apiVersion", apiVersion);
      tree.put("kind", kind);
      tree.putObject(METADATA);
      tree.setAll(object);
      setResourceVersion((ObjectNode) tree.get(METADATA), modRevision);
      return new DecodedObject(
          StoredForm.PROTOBUF,
          tree,
          notDecoded.listed(),
          unknown.listed(),
          unknown.count(),
          texts.listed(),
          texts.count());
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire("", e);
    }
  }

  /// Decodes field 1; the other fields of the object are noted once each by their own reader.
  private static ObjectNode decodeMetadata(
      MemorySegment raw, Extent extent, MessageDecoder decoder, UnreadFields notDecoded)
      throws MalformedObjectException, MalformedProtobufException {
    GenericMessage generic = new GenericMessage();
    ObjectNode others = JsonNodeFactory.instance.objectNode();
    List<MemorySegment> metadata = new ArrayList<>();
    ProtobufReader fields = ProtobufReader.withGroups(raw);
    while (fields.next()) {
      if (fields.fieldNumber() == ObjectShapes.METADATA_FIELD) {
        metadata.add(raw.asSlice(fields.fieldStart(), fields.fieldEnd() - fields.fieldStart()));
      } else {
        notDecoded.add("", raw, fields);
        if (extent == Extent.WHOLE) {
          generic.add(others, fields);
        }
      }
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject(METADATA);
    object.setAll(decoder.decode(ObjectShapes.ANY_OBJECT, metadata, ""));
    object.setAll(others);
    return object;
  }

  private static void noteUnknownOfEnvelope(MemorySegment value, UnreadFields unknown)
      throws MalformedProtobufException {
    ProtobufReader fields =
        ProtobufReader.withGroups(
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
