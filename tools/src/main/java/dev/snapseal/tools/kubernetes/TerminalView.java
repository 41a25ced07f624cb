package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An object for a screen that others may see: without the values of a Secret, and of an object
/// that the store encrypts without all but its metadata.
///
/// @param decoded what stands beside the tree
/// @param tree what is shown
/// @param isHiding whether anything was taken out
public record TerminalView(DecodedObject decoded, ObjectNode tree, boolean isHiding) {
  private static final Set<String> IN_CLEAR = Set.of("apiVersion", "kind", "metadata");
  private static final Set<String> MAPS = Set.of("data", "binaryData", "stringData");
  private static final String BASE64_MAP = "binaryData";
  private static final String LAST_APPLIED = "last-applied";
  private static final String HIDDEN = "<hidden>";

  /// How the store keeps a value.
  public enum Protection {
    PLAIN,
    ENCRYPTED
  }

  /// The view of a tree made from `decoded`; neither is changed.
  public static TerminalView of(DecodedObject decoded, ObjectNode tree, Protection protection) {
    boolean isSecret =
        decoded.text("kind").filter("Secret"::equals).isPresent()
            && decoded.text("apiVersion").filter("v1"::equals).isPresent();
    if (isSecret) {
      return view(decoded, tree, ManifestViews.redacted(tree));
    }
    return protection == Protection.ENCRYPTED
        ? view(decoded, tree, withoutContent(tree))
        : new TerminalView(decoded, tree, false);
  }

  private static TerminalView view(DecodedObject decoded, ObjectNode tree, ObjectNode shown) {
    DecodedObject without = decoded.withoutContent();
    return new TerminalView(without, shown, !shown.equals(tree) || !without.equals(decoded));
  }

  private static ObjectNode withoutContent(ObjectNode tree) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : tree.properties()) {
      String name = member.getKey();
      if (name.equals("metadata") && member.getValue() instanceof ObjectNode metadata) {
        shown.set(name, withoutManifests(metadata));
      } else if (IN_CLEAR.contains(name)) {
        shown.set(name, member.getValue());
      } else if (MAPS.contains(name) && member.getValue() instanceof ObjectNode map) {
        shown.set(name, sizes(map, name.equals(BASE64_MAP)));
      } else {
        shown.put(name, HIDDEN);
      }
    }
    return shown;
  }

  /// Metadata without the annotations in which kubectl and its kin keep the whole manifest.
  private static ObjectNode withoutManifests(ObjectNode metadata) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode().setAll(metadata);
    if (metadata.get("annotations") instanceof ObjectNode annotations) {
      ObjectNode kept = JsonNodeFactory.instance.objectNode().setAll(annotations);
      for (String name : List.copyOf(kept.propertyNames())) {
        if (name.contains(LAST_APPLIED)) {
          kept.put(name, size(kept.get(name), false));
        }
      }
      shown.set("annotations", kept);
    }
    return shown;
  }

  private static ObjectNode sizes(ObjectNode map, boolean isBase64) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    map.properties().forEach(entry -> shown.put(entry.getKey(), size(entry.getValue(), isBase64)));
    return shown;
  }

  private static String size(JsonNode value, boolean isBase64) {
    if (!value.isString()) {
      return HIDDEN;
    }
    String text = value.stringValue();
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    int bytes = isBase64 ? text.length() / 4 * 3 - padding : text.getBytes(UTF_8).length;
    return "<" + bytes + " bytes>";
  }

  /// Says whether something is hidden; the tree may be a secret.
  @Override
  public String toString() {
    return "TerminalView[" + decoded + (isHiding ? ", hiding]" : "]");
  }
}
