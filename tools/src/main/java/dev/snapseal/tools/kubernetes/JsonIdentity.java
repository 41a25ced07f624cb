package dev.snapseal.tools.kubernetes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Reads who an object says it is from JSON text, up to the end of `metadata` in most values. Apart
/// from the other forms so that JSON's library is loaded only if a value needs it.
final class JsonIdentity {
  private String apiVersion = "";
  private String kind = "";
  private String namespace = "";
  private String name = "";
  private String uid = "";

  private JsonIdentity() {}

  static ObjectIdentity read(MemorySegment value) throws ObjectDecodingException {
    StoredJson.checkSize(value);
    byte[] text = value.toArray(ValueLayout.JAVA_BYTE);
    JsonIdentity found = new JsonIdentity();
    try (JsonParser parser = StoredJson.FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      found.readObject(parser);
    } catch (JacksonException e) {
      throw StoredJson.malformed("", e);
    }
    return new ObjectIdentity(found.apiVersion, found.kind, found.namespace, found.name, found.uid);
  }

  private void readObject(JsonParser parser) {
    boolean isMetadataRead = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (field) {
        case "apiVersion" -> apiVersion = text(parser, token);
        case "kind" -> kind = text(parser, token);
        case "metadata" -> {
          isMetadataRead = true;
          readMetadata(parser, token);
        }
        default -> parser.skipChildren();
      }
      if (isMetadataRead && !apiVersion.isEmpty() && !kind.isEmpty()) {
        return;
      }
    }
  }

  private void readMetadata(JsonParser parser, JsonToken token) {
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "name" -> name = text(parser, value);
        case "namespace" -> namespace = text(parser, value);
        case "uid" -> uid = text(parser, value);
        default -> parser.skipChildren();
      }
    }
  }

  /// A string's text; whatever else stands there is passed over and counts as absent.
  private static String text(JsonParser parser, JsonToken token) {
    if (token == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    parser.skipChildren();
    return "";
  }
}
