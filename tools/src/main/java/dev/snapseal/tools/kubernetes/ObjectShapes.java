package dev.snapseal.tools.kubernetes;

import static dev.snapseal.tools.kubernetes.FieldType.Plain.BOOL;
import static dev.snapseal.tools.kubernetes.FieldType.Plain.BYTES_MAP;
import static dev.snapseal.tools.kubernetes.FieldType.Plain.FIELDS_V1;
import static dev.snapseal.tools.kubernetes.FieldType.Plain.INT64;
import static dev.snapseal.tools.kubernetes.FieldType.Plain.STRING;
import static dev.snapseal.tools.kubernetes.FieldType.Plain.STRING_LIST;
import static dev.snapseal.tools.kubernetes.FieldType.Plain.STRING_MAP;
import static dev.snapseal.tools.kubernetes.FieldType.Plain.TIME;

import java.util.Optional;

/// The messages that are decoded field by field.
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/generated.proto">ObjectMeta,
///   OwnerReference, ManagedFieldsEntry</a>
/// @see <a href="https://github.com/kubernetes/api/blob/v0.37.2/core/v1/generated.proto">Secret,
///   ConfigMap</a>
final class ObjectShapes {
  private static final MessageShape OWNER_REFERENCE =
      MessageShape.of(
          FieldShape.of(5, "apiVersion", STRING).with(Presence.ALWAYS),
          FieldShape.of(1, "kind", STRING).with(Presence.ALWAYS),
          FieldShape.of(3, "name", STRING).with(Presence.ALWAYS),
          FieldShape.of(4, "uid", STRING).with(Presence.ALWAYS),
          FieldShape.of(6, "controller", BOOL).with(Presence.IF_ON_WIRE),
          FieldShape.of(7, "blockOwnerDeletion", BOOL).with(Presence.IF_ON_WIRE));

  private static final MessageShape MANAGED_FIELDS_ENTRY =
      MessageShape.of(
          FieldShape.of(1, "manager", STRING),
          FieldShape.of(2, "operation", STRING),
          FieldShape.of(3, "apiVersion", STRING),
          FieldShape.of(4, "time", TIME).with(Presence.IF_ON_WIRE),
          FieldShape.of(6, "fieldsType", STRING),
          FieldShape.of(7, "fieldsV1", FIELDS_V1),
          FieldShape.of(8, "subresource", STRING));

  private static final MessageShape OBJECT_META =
      MessageShape.of(
          FieldShape.of(1, "name", STRING),
          FieldShape.of(2, "generateName", STRING),
          FieldShape.of(3, "namespace", STRING),
          FieldShape.of(4, "selfLink", STRING),
          FieldShape.of(5, "uid", STRING),
          FieldShape.of(6, "resourceVersion", STRING),
          FieldShape.of(7, "generation", INT64),
          FieldShape.of(8, "creationTimestamp", TIME),
          FieldShape.of(9, "deletionTimestamp", TIME).with(Presence.IF_ON_WIRE),
          FieldShape.of(10, "deletionGracePeriodSeconds", INT64).with(Presence.IF_ON_WIRE),
          FieldShape.of(11, "labels", STRING_MAP),
          FieldShape.of(12, "annotations", STRING_MAP),
          FieldShape.of(13, "ownerReferences", new FieldType.Many(OWNER_REFERENCE)),
          FieldShape.of(14, "finalizers", STRING_LIST),
          FieldShape.of(17, "managedFields", new FieldType.Many(MANAGED_FIELDS_ENTRY)));

  /// Number of the metadata in every object message.
  static final int METADATA_FIELD = 1;

  private static final FieldShape METADATA =
      FieldShape.of(METADATA_FIELD, "metadata", new FieldType.One(OBJECT_META))
          .with(Presence.ALWAYS);

  /// What every stored object has.
  static final MessageShape ANY_OBJECT = MessageShape.of(METADATA);

  private static final MessageShape SECRET =
      MessageShape.of(
          METADATA,
          FieldShape.of(2, "data", BYTES_MAP),
          FieldShape.of(4, "stringData", STRING_MAP),
          FieldShape.of(3, "type", STRING),
          FieldShape.of(5, "immutable", BOOL).with(Presence.IF_ON_WIRE));

  private static final MessageShape CONFIG_MAP =
      MessageShape.of(
          METADATA,
          FieldShape.of(2, "data", STRING_MAP),
          FieldShape.of(3, "binaryData", BYTES_MAP),
          FieldShape.of(4, "immutable", BOOL).with(Presence.IF_ON_WIRE));

  private ObjectShapes() {}

  /// All fields of a kind; empty if only [#ANY_OBJECT] is known of it.
  static Optional<MessageShape> whole(String apiVersion, String kind) {
    if (!apiVersion.equals("v1")) {
      return Optional.empty();
    }
    return switch (kind) {
      case "Secret" -> Optional.of(SECRET);
      case "ConfigMap" -> Optional.of(CONFIG_MAP);
      default -> Optional.empty();
    };
  }
}
