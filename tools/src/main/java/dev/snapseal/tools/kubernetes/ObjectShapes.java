package dev.snapseal.tools.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which message the objects of a kind are.
final class ObjectShapes {
  /// Number of the metadata in every object message.
  static final int METADATA_FIELD = 1;

  /// What every stored object has.
  static final MessageShape ANY_OBJECT =
      new MessageShape(
          List.of(
              new FieldShape(
                  METADATA_FIELD,
                  "metadata",
                  new FieldType.Message("meta.v1.ObjectMeta"),
                  FieldShape.Cardinality.ONE,
                  Presence.IF_ON_WIRE)));

  private static final Set<String> WITH_MEMBERS = Set.of("Secret", "ConfigMap");

  private ObjectShapes() {}

  /// All fields of a kind; empty if only [#ANY_OBJECT] is known of it.
  static Optional<MessageShape> whole(String apiVersion, String kind) {
    return ShapeTable.instance().ofKind(apiVersion, kind);
  }

  /// The same of Secrets and ConfigMaps alone, the kinds whose data is looked at in bulk.
  static Optional<MessageShape> withMembers(String apiVersion, String kind) {
    return apiVersion.equals("v1") && WITH_MEMBERS.contains(kind)
        ? whole(apiVersion, kind)
        : Optional.empty();
  }
}
