package dev.snapseal.tools.kubernetes;

import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One object of a real cluster as the API server itself printed it.
///
/// @param key its key in etcd
record ServedObject(
    String key, long modRevision, String apiVersion, String kind, ObjectNode object) {
  static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  static List<ServedObject> all(String cluster) {
    try {
      return Files.readAllLines(TestData.cluster(cluster).objects()).stream()
          .map(ServedObject::parse)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The same tree as if it had been read from text, so that numbers compare by value.
  static JsonNode reread(JsonNode tree) {
    return MAPPER.readTree(MAPPER.writeValueAsString(tree));
  }

  private static ServedObject parse(String line) {
    JsonNode row = MAPPER.readTree(line);
    return new ServedObject(
        row.get("key").stringValue(),
        row.get("modRevision").longValue(),
        row.get("apiVersion").stringValue(),
        row.get("kind").stringValue(),
        (ObjectNode) row.get("object"));
  }
}
