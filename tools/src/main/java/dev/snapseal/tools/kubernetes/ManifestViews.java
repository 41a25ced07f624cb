package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Trees made from decoded objects for one purpose each; the object given is not changed.
public final class ManifestViews {
  /// Set by the API server alone; an apply that carries them conflicts or is ignored.
  private static final List<String> SERVER_SET =
      List.of(
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "managedFields",
          "selfLink");

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private ManifestViews() {}

  /// The object as `kubectl apply` takes it: without what the server sets.
  public static ObjectNode manifest(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(SERVER_SET);
    }
    return copy;
  }

  /// The object for a screen: the values of a Secret are replaced by their sizes, also in the copy
  /// of the manifest that kubectl keeps in an annotation. Other kinds stay as they are.
  public static ObjectNode redacted(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    if (isSecret(copy)) {
      hideValues(copy.get("data"), ManifestViews::base64Size);
      hideValues(copy.get("stringData"), text -> text.getBytes(UTF_8).length);
      if (copy.path("metadata").get("annotations") instanceof ObjectNode annotations
          && annotations.has(LAST_APPLIED)) {
        hide(annotations, LAST_APPLIED, text -> text.getBytes(UTF_8).length);
      }
    }
    return copy;
  }

  private static boolean isSecret(JsonNode object) {
    return object.path("kind").asString("").equals("Secret")
        && object.path("apiVersion").asString("").equals("v1");
  }

  private static void hideValues(JsonNode map, ToIntFunction<String> size) {
    if (map instanceof ObjectNode values) {
      for (String key : List.copyOf(values.propertyNames())) {
        hide(values, key, size);
      }
    }
  }

  private static void hide(ObjectNode map, String key, ToIntFunction<String> size) {
    map.put(key, "<" + size.applyAsInt(map.path(key).asString("")) + " bytes>");
  }

  private static int base64Size(String base64) {
    int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return base64.length() / 4 * 3 - padding;
  }
}
