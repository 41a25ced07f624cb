package dev.snapseal.tools.diff;

import dev.snapseal.tools.diff.DiffReport.Compared;
import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.InvalidText;
import dev.snapseal.tools.kubernetes.UnreadField;
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
  /// @param compared what was looked at
  /// @param listed the first of them
  /// @param count how many there are in truth
  record Result(Compared compared, List<FieldChange> listed, long count) {
    /// Of values of which one at least is no object.
    static final Result OF_BYTES = new Result(Compared.BYTES, List.of(), 0);

    Result {
      listed = List.copyOf(listed);
    }
  }

  static Result of(ObjectNode before, ObjectNode after, Secrecy secrecy) {
    FieldDiff diff = new FieldDiff();
    boolean isSecret =
        secrecy == Secrecy.SECRET || FieldPlace.isSecret(before) || FieldPlace.isSecret(after);
    diff.objects(FieldPlace.root(isSecret), before, after);
    return new Result(Compared.FIELDS, diff.listed, diff.count);
  }

  /// Compares also what is not in the trees, or not as it is stored: fields that nobody knows, and
  /// bytes that are not UTF-8. Of them only sizes are shown.
  static Result of(DecodedObject before, DecodedObject after, Secrecy secrecy) {
    Result fields = of(before.tree(), after.tree(), secrecy);
    List<FieldChange> listed = new ArrayList<>(fields.listed());
    long count = fields.count();
    Map<String, List<Hidden>> first = hidden(before);
    Map<String, List<Hidden>> second = hidden(after);
    Set<String> places = new LinkedHashSet<>(first.keySet());
    places.addAll(second.keySet());
    for (String place : places) {
      Optional<List<Hidden>> one = Optional.ofNullable(first.get(place));
      Optional<List<Hidden>> other = Optional.ofNullable(second.get(place));
      if (!one.equals(other)) {
        count++;
        listed.add(new FieldChange(place, one.map(Hidden::size), other.map(Hidden::size)));
      }
    }
    return new Result(
        Compared.FIELDS, listed.subList(0, Math.min(listed.size(), MAX_LISTED)), count);
  }

  /// What is stored and not shown.
  private record Hidden(long length, String base64) {
    static String size(List<Hidden> parts) {
      return "<" + parts.stream().mapToLong(Hidden::length).sum() + " bytes>";
    }

    @Override
    public String toString() {
      return "Hidden[" + length + " bytes]";
    }
  }

  private static Map<String, List<Hidden>> hidden(DecodedObject object) {
    Map<String, List<Hidden>> places = new LinkedHashMap<>();
    for (UnreadField field : object.unknownFields()) {
      String path = field.path().isEmpty() ? "" : field.path() + ".";
      places
          .computeIfAbsent(path + field.number() + " (unknown field)", absent -> new ArrayList<>())
          .add(new Hidden(field.length(), field.base64().orElse("")));
    }
    for (InvalidText text : object.invalidTexts()) {
      places
          .computeIfAbsent(text.path() + " (not UTF-8)", absent -> new ArrayList<>())
          .add(new Hidden(text.length(), text.base64().orElse("")));
    }
    return places;
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
