package dev.snapseal.tools.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds the fields in which two versions of an object differ.
///
/// Elements of a list are told apart by their `name`, where each has one of its own, else by their
/// places. `metadata.resourceVersion` is etcd's revision and no content; `metadata.managedFields`
/// is one field. Values are shown only where nobody keeps a secret: not of Secrets, nor of what
/// either backup encrypts, nor of environment variables and what kubectl last applied.
final class FieldDiff {
  /// Fields listed of one object.
  static final int MAX_LISTED = 100;

  private static final int MAX_SHOWN = 120;
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String VERSION = "metadata.resourceVersion";
  private static final Set<String> WHOLE = Set.of("metadata.managedFields");

  /// Whether values may be shown at all.
  enum Secrecy {
    OPEN,
    SECRET
  }

  private final Secrecy secrecy;
  private final List<FieldChange> listed = new ArrayList<>();
  private long count;

  private FieldDiff(Secrecy secrecy) {
    this.secrecy = secrecy;
  }

  /// The fields that differ.
  ///
  /// @param listed the first of them
  /// @param count how many there are in truth
  record Result(List<FieldChange> listed, long count) {
    Result {
      listed = List.copyOf(listed);
    }
  }

  static Result of(ObjectNode before, ObjectNode after, Secrecy secrecy) {
    boolean isSecret = secrecy == Secrecy.SECRET || isSecret(before) || isSecret(after);
    FieldDiff diff = new FieldDiff(isSecret ? Secrecy.SECRET : Secrecy.OPEN);
    diff.objects("", before, after);
    return new Result(diff.listed, diff.count);
  }

  private static boolean isSecret(JsonNode object) {
    return object.path("kind").asString("").equals("Secret");
  }

  private void compare(String path, Optional<JsonNode> before, Optional<JsonNode> after) {
    if (before.equals(after) || path.equals(VERSION)) {
      return;
    }
    JsonNode one = before.orElse(null);
    JsonNode other = after.orElse(null);
    if (!WHOLE.contains(path)) {
      if (one instanceof ObjectNode first && other instanceof ObjectNode second) {
        objects(path, first, second);
        return;
      }
      if (one instanceof ArrayNode first && other instanceof ArrayNode second) {
        lists(path, first, second);
        return;
      }
    }
    count++;
    if (listed.size() < MAX_LISTED) {
      listed.add(
          new FieldChange(
              path, before.map(node -> shown(path, node)), after.map(node -> shown(path, node))));
    }
  }

  private void objects(String path, ObjectNode before, ObjectNode after) {
    Set<String> names = new LinkedHashSet<>(before.propertyNames());
    names.addAll(after.propertyNames());
    for (String name : names) {
      compare(
          path.isEmpty() ? member(name) : path + "." + member(name),
          Optional.ofNullable(before.get(name)),
          Optional.ofNullable(after.get(name)));
    }
  }

  /// A name with dots would look like several.
  private static String member(String name) {
    return name.indexOf('.') < 0 && !name.isEmpty() ? name : "[" + name + "]";
  }

  private void lists(String path, ArrayNode before, ArrayNode after) {
    Optional<Map<String, JsonNode>> first = byName(before);
    Optional<Map<String, JsonNode>> second = byName(after);
    if (first.isPresent() && second.isPresent()) {
      Set<String> names = new LinkedHashSet<>(first.get().keySet());
      names.addAll(second.get().keySet());
      for (String name : names) {
        compare(
            path + "[" + name + "]",
            Optional.ofNullable(first.get().get(name)),
            Optional.ofNullable(second.get().get(name)));
      }
      return;
    }
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      compare(
          path + "[" + i + "]",
          Optional.ofNullable(before.get(i)),
          Optional.ofNullable(after.get(i)));
    }
  }

  private static Optional<Map<String, JsonNode>> byName(ArrayNode list) {
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    for (JsonNode element : list) {
      String name = element.path("name").asString("");
      if (name.isEmpty() || elements.put(name, element) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(elements);
  }

  private String shown(String path, JsonNode node) {
    boolean isEnvironment = path.contains(".env[") || path.endsWith(".env");
    if (isEnvironment || path.contains(LAST_APPLIED) || isHidden(path)) {
      return FieldChange.REDACTED;
    }
    String text = node.toString();
    return text.length() <= MAX_SHOWN
        ? text
        : text.substring(0, MAX_SHOWN) + "... (" + text.length() + " characters)";
  }

  private boolean isHidden(String path) {
    return secrecy == Secrecy.SECRET && !path.startsWith("metadata.labels");
  }
}
