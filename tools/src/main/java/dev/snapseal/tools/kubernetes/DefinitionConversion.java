package dev.snapseal.tools.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// CustomResourceDefinitions are stored as `apiextensions.k8s.io/v1beta1`, which API servers no
/// longer serve: this makes the `v1` of them that they serve.
///
/// Members that neither version has stay where they are.
///
/// @see <a
///   href="https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/v1/conversion.go">conversion.go</a>
final class DefinitionConversion {
  private static final String KIND = "CustomResourceDefinition";
  private static final String STORED = "apiextensions.k8s.io/v1beta1";
  private static final String SERVED = "apiextensions.k8s.io/v1";

  /// What a definition may say once for all versions, and the member of a version that it becomes.
  private static final Map<String, String> COMMON =
      Map.of(
          "validation", "schema",
          "subresources", "subresources",
          "additionalPrinterColumns", "additionalPrinterColumns",
          "selectableFields", "selectableFields");

  private static final String WEBHOOK = "webhook";
  private static final String COLUMNS = "additionalPrinterColumns";
  private static final String PRESERVE = "preserveUnknownFields";

  private DefinitionConversion() {}

  /// Changes a stored definition into the one served; other objects stay as they are.
  static void apply(ObjectNode object) {
    if (object.path("apiVersion").asString("").equals(STORED)
        && object.path("kind").asString("").equals(KIND)
        && object.get("spec") instanceof ObjectNode spec) {
      object.put("apiVersion", SERVED);
      convert(spec);
    }
  }

  private static void convert(ObjectNode spec) {
    ArrayNode versions = versions(spec);
    for (String common : List.copyOf(COMMON.keySet())) {
      Optional<JsonNode> value = Optional.ofNullable(spec.remove(common));
      for (JsonNode version : versions) {
        if (version instanceof ObjectNode object && value.isPresent()) {
          object.set(COMMON.get(common), value.get().deepCopy());
        }
      }
    }
    versions.forEach(DefinitionConversion::renameColumns);
    convertConversion(spec);
    convertPreserved(spec);
  }

  /// A definition from before versions were a list names its only one.
  private static ArrayNode versions(ObjectNode spec) {
    JsonNode only = spec.path("version");
    spec.remove("version");
    if (spec.get("versions") instanceof ArrayNode versions && !versions.isEmpty()) {
      return versions;
    }
    ArrayNode versions = spec.putArray("versions");
    if (only.isString()) {
      versions.addObject().put("name", only.stringValue()).put("served", true).put("storage", true);
    }
    return versions;
  }

  private static void renameColumns(JsonNode version) {
    for (JsonNode column : version.path(COLUMNS)) {
      if (column instanceof ObjectNode object) {
        Optional.ofNullable(object.remove("JSONPath"))
            .ifPresent(path -> object.set("jsonPath", path));
      }
    }
  }

  private static void convertConversion(ObjectNode spec) {
    if (!(spec.get("conversion") instanceof ObjectNode conversion)) {
      return;
    }
    ObjectNode webhook = JsonNodeFactory.instance.objectNode();
    Optional.ofNullable(conversion.remove("webhookClientConfig"))
        .ifPresent(config -> webhook.set("clientConfig", config));
    Optional.ofNullable(conversion.remove("conversionReviewVersions"))
        .ifPresent(versions -> webhook.set("conversionReviewVersions", versions));
    if (!webhook.isEmpty()) {
      conversion.set(WEBHOOK, webhook);
    }
  }

  /// `true` is what v1beta1 means where nothing stands, and `false` what v1 does.
  private static void convertPreserved(ObjectNode spec) {
    boolean isPreserved = spec.path(PRESERVE).asBoolean(true);
    spec.remove(PRESERVE);
    if (isPreserved) {
      spec.put(PRESERVE, true);
    }
  }
}
