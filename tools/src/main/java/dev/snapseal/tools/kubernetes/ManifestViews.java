package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Trees made from decoded objects for one purpose each. The object given is not changed; what is
/// the same in both is shared.
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

  private static final Set<String> SECRET_IN_CLEAR =
      Set.of("apiVersion", "kind", "metadata", "type", "immutable");
  private static final Set<String> SECRET_MAPS = Set.of("data", "stringData");
  private static final String METADATA = "metadata";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private ManifestViews() {}

  /// The object as `kubectl apply` takes it: without what the server sets.
  public static ObjectNode manifest(ObjectNode object) {
    ObjectNode view = shallowCopy(object);
    replaceObject(view, METADATA, metadata -> metadata.remove(SERVER_SET));
    return view;
  }

  /// The object for a screen: the values of a Secret are replaced by their sizes, also in the copy
  /// of the manifest that kubectl keeps in an annotation. Other kinds stay as they are.
  public static ObjectNode redacted(ObjectNode object) {
    ObjectNode view = shallowCopy(object);
    if (isSecret(view)) {
      hideAllBut(view, SECRET_IN_CLEAR);
      replaceObject(view, "data", data -> hideAll(data, ManifestViews::base64Size));
      replaceObject(view, "stringData", data -> hideAll(data, ManifestViews::utf8Size));
      replaceObject(view, METADATA, ManifestViews::redactAnnotations);
    }
    return view;
  }

  private static void redactAnnotations(ObjectNode metadata) {
    replaceObject(
        metadata,
        "annotations",
        annotations -> {
          if (annotations.has(LAST_APPLIED)) {
            hide(annotations, LAST_APPLIED, ManifestViews::utf8Size);
          }
        });
  }

  private static boolean isSecret(JsonNode object) {
    return object.path("kind").asString("").equals("Secret")
        && object.path("apiVersion").asString("").equals("v1");
  }

  /// Puts a changed copy in the place of a member that is an object.
  private static void replaceObject(ObjectNode parent, String name, Consumer<ObjectNode> change) {
    if (parent.get(name) instanceof ObjectNode member) {
      ObjectNode copy = shallowCopy(member);
      change.accept(copy);
      parent.set(name, copy);
    }
  }

  private static ObjectNode shallowCopy(ObjectNode object) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll(object);
    return copy;
  }

  /// Hides whatever could hold a value: no Secret has other members, but this one may be forged.
  private static void hideAllBut(ObjectNode secret, Set<String> inClear) {
    for (String name : List.copyOf(secret.propertyNames())) {
      boolean isMap = SECRET_MAPS.contains(name) && secret.get(name).isObject();
      if (!isMap && !inClear.contains(name)) {
        secret.put(name, "<hidden>");
      }
    }
  }

  private static void hideAll(ObjectNode map, ToIntFunction<String> size) {
    for (String key : List.copyOf(map.propertyNames())) {
      hide(map, key, size);
    }
  }

  private static void hide(ObjectNode map, String key, ToIntFunction<String> size) {
    map.put(key, "<" + size.applyAsInt(map.path(key).asString("")) + " bytes>");
  }

  private static int utf8Size(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static int base64Size(String base64) {
    int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return base64.length() / 4 * 3 - padding;
  }
}
