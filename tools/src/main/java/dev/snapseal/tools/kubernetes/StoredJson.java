package dev.snapseal.tools.kubernetes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How JSON inside values is read: numbers exactly, size, depth and number of parts bounded.
final class StoredJson {
  /// Largest object that is decoded, in bytes: etcd takes requests of 1.5 MiB, or what an operator
  /// sets; the API server takes 3 MiB.
  static final int MAX_OBJECT_SIZE = 8 << 20;

  /// Most parts of one object. One costs up to 400 bytes of memory, and two bytes can make one; an
  /// object of 1.5 MiB that is no attack has fewer than a hundred thousand.
  static final int MAX_NODES = 250_000;

  private static final int MAX_DEPTH = 500;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_OBJECT_SIZE)
                  .maxNameLength(MAX_OBJECT_SIZE)
                  .maxTokenCount(2L * MAX_NODES)
                  .build())
          .build();

  /// Made at its first use: it brings calendars and locales with it, which take a while to load and
  /// which those who read only tokens do not need.
  private static final class Trees {
    static final JsonMapper MAPPER =
        JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
  }

  private StoredJson() {}

  static void checkSize(MemorySegment value) throws UnsupportedObjectException {
    if (value.byteSize() > MAX_OBJECT_SIZE) {
      throw UnsupportedObjectException.size(value.byteSize(), MAX_OBJECT_SIZE);
    }
  }

  /// Reads any JSON value; blanks may follow it, nothing else. The last of repeated members counts.
  ///
  /// @param path field that holds the text
  /// @param texts told if it is not UTF-8
  static JsonNode read(MemorySegment text, String path, StoredTexts texts)
      throws MalformedObjectException {
    Optional<String> repaired = texts.decodeJson(text, path);
    JsonNode read;
    try {
      read =
          repaired.isPresent()
              ? Trees.MAPPER.readTree(repaired.get())
              : Trees.MAPPER.readTree(text.toArray(ValueLayout.JAVA_BYTE));
    } catch (JacksonException e) {
      throw malformed(path, e);
    }
    if (read.isMissingNode()) {
      throw new MalformedObjectException(path, "there is no JSON");
    }
    return read;
  }

  /// Reads a JSON object.
  static ObjectNode readObject(MemorySegment text, StoredTexts texts)
      throws MalformedObjectException {
    if (read(text, "", texts) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedObjectException("", "the JSON is not an object");
  }

  /// Says where the text is wrong; Jackson's own message may quote it.
  static MalformedObjectException malformed(String path, JacksonException fault) {
    long offset = fault.getLocation() == null ? -1 : fault.getLocation().getByteOffset();
    String place = offset < 0 ? "" : " at byte " + offset;
    return new MalformedObjectException(path, "the JSON is malformed or too deep" + place);
  }
}
