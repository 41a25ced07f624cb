package dev.snapseal.tools.diff;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Where a field stands in an object, and whether what stands there is shown.
///
/// Secret is all of an object that is one but its labels; and in any object, at any depth,
/// environment variables, what an apply noted in an annotation, and the data of a Secret that is
/// written inside another object. What lies in a secret place is secret.
///
/// @param path such as `spec.template.spec.containers[web].image`; empty for the object itself
/// @param isSecret whether nothing of what stands here is shown
record FieldPlace(String path, boolean isSecret) {
  private static final String ENVIRONMENT = "env";

  /// Part of the names of annotations in which kubectl and its kin keep the whole manifest.
  private static final String LAST_APPLIED = "last-applied";

  private static final String LABELS = "metadata.labels";
  private static final Set<String> SECRET_MAPS = Set.of("data", "stringData");

  /// The object itself.
  static FieldPlace root(boolean isSecret) {
    return new FieldPlace("", isSecret);
  }

  /// A member of the object that stands here.
  ///
  /// @param isOfSecret whether that object is a Secret
  FieldPlace member(String name, boolean isOfSecret) {
    String place = path.isEmpty() ? written(name) : path + "." + written(name);
    if (place.equals(LABELS)) {
      return new FieldPlace(place, false);
    }
    return new FieldPlace(
        place,
        isSecret
            || name.equals(ENVIRONMENT)
            || name.contains(LAST_APPLIED)
            || (isOfSecret && SECRET_MAPS.contains(name)));
  }

  /// An element of the list that stands here.
  ///
  /// @param label its name or number
  FieldPlace element(String label) {
    return new FieldPlace(path + "[" + label + "]", isSecret);
  }

  /// A name with dots would look like several.
  private static String written(String name) {
    return name.indexOf('.') < 0 && !name.isEmpty() ? name : "[" + name + "]";
  }

  static boolean isSecret(JsonNode object) {
    return object.path("kind").asString("").equals("Secret");
  }

  /// What stands here, with [FieldChange#REDACTED] in every secret place at or below it. As deep as
  /// the reader of values lets an object be.
  JsonNode redacted(JsonNode node) {
    if (isSecret) {
      return JsonNodeFactory.instance.stringNode(FieldChange.REDACTED);
    }
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        boolean isOfSecret = isSecret(object);
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          FieldPlace place = member(member.getKey(), isOfSecret);
          copy.set(member.getKey(), place.redacted(member.getValue()));
        }
        yield copy;
      }
      case ArrayNode list -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < list.size(); i++) {
          copy.add(element(Integer.toString(i)).redacted(list.get(i)));
        }
        yield copy;
      }
      default -> node;
    };
  }
}
