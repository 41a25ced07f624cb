package dev.snapseal.tools.kubernetes;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an object says of its own history. All of it is the writer's word: etcd keeps no times.
public final class ObjectTimes {
  private ObjectTimes() {}

  /// When the object was created, if it says so.
  public static Optional<Instant> created(DecodedObject object) {
    return created(object.tree());
  }

  /// Who wrote the object's fields, newest first; entries without a time are last.
  public static List<FieldManager> managers(DecodedObject object) {
    return managers(object.tree());
  }

  /// When the object was created, if it says so.
  public static Optional<Instant> created(ObjectNode object) {
    return time(object.path("metadata").path("creationTimestamp"));
  }

  /// Who wrote its fields, newest first; entries without a time are last.
  public static List<FieldManager> managers(ObjectNode object) {
    List<FieldManager> managers = new ArrayList<>();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      managers.add(
          new FieldManager(
              text(entry, "manager"),
              text(entry, "operation"),
              text(entry, "subresource"),
              time(entry.path("time"))));
    }
    managers.sort(
        Comparator.comparing((FieldManager entry) -> entry.time().orElse(Instant.MIN)).reversed());
    return List.copyOf(managers);
  }

  private static String text(JsonNode entry, String field) {
    JsonNode node = entry.path(field);
    return node.isString() ? node.stringValue() : "";
  }

  private static Optional<Instant> time(JsonNode node) {
    if (!node.isString()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(node.stringValue(), Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
