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
/// either backup encrypts, nor in the places that [FieldPlace] knows.
final class FieldDiff {
  /// Fields listed of one object.
  static final int MAX_LISTED = 100;

  private static final int MAX_SHOWN = 120;
  private static final String VERSION = "metadata.resourceVersion";
  private static final Set<String> WHOLE = Set.of("metadata.managedFields");

  /// Whether values may be shown at all.
  enum Secrecy {
    OPEN,
    SECRET
  }

  private final List<FieldChange> listed = new ArrayList<>();
  private long count;

  private FieldDiff() {}

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
    FieldDiff diff = new FieldDiff();
    boolean isSecret =
        secrecy == Secrecy.SECRET || FieldPlace.isSecret(before) || FieldPlace.isSecret(after);
    diff.objects(FieldPlace.root(isSecret), before, after);
    return new Result(diff.listed, diff.count);
  }

  private void compare(FieldPlace place, Optional<JsonNode> before, Optional<JsonNode> after) {
    if (before.equals(after) || place.path().equals(VERSION)) {
      return;
    }
    JsonNode one = before.orElse(null);
    JsonNode other = after.orElse(null);
    if (!WHOLE.contains(place.path())) {
      if (one instanceof ObjectNode first && other instanceof ObjectNode second) {
        objects(place, first, second);
        return;
      }
      if (one instanceof ArrayNode first && other instanceof ArrayNode second) {
        lists(place, first, second);
        return;
      }
    }
    count++;
    if (listed.size() < MAX_LISTED) {
      listed.add(
          new FieldChange(
              place.path(),
              before.map(node -> shown(place, node)),
              after.map(node -> shown(place, node))));
    }
  }

  private void objects(FieldPlace place, ObjectNode before, ObjectNode after) {
    boolean isSecret = FieldPlace.isSecret(before) || FieldPlace.isSecret(after);
    Set<String> names = new LinkedHashSet<>(before.propertyNames());
    names.addAll(after.propertyNames());
    for (String name : names) {
      compare(
          place.member(name, isSecret),
          Optional.ofNullable(before.get(name)),
          Optional.ofNullable(after.get(name)));
    }
  }

  private void lists(FieldPlace place, ArrayNode before, ArrayNode after) {
    Optional<Map<String, JsonNode>> first = byName(before);
    Optional<Map<String, JsonNode>> second = byName(after);
    if (first.isPresent() && second.isPresent()) {
      Set<String> names = new LinkedHashSet<>(first.get().keySet());
      names.addAll(second.get().keySet());
      for (String name : names) {
        compare(
            place.element(name),
            Optional.ofNullable(first.get().get(name)),
            Optional.ofNullable(second.get().get(name)));
      }
      return;
    }
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      compare(
          place.element(Integer.toString(i)),
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

  private static String shown(FieldPlace place, JsonNode node) {
    if (place.isSecret()) {
      return FieldChange.REDACTED;
    }
    String text = place.redacted(node).toString();
    return text.length() <= MAX_SHOWN
        ? text
        : text.substring(0, MAX_SHOWN) + "... (" + text.length() + " characters)";
  }
}
