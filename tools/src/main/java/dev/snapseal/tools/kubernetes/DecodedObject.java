package dev.snapseal.tools.kubernetes;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// An object as the API would show it, and what of the stored value is not in it.
///
/// @param form form of the value
/// @param tree apiVersion, kind, metadata, then the rest; belongs to the caller
/// @param notDecoded fields of a kind of which only the metadata is decoded (`spec`, `status`…)
/// @param unknownFields fields that a newer or older release wrote; the first thousand
/// @param unknownFieldCount how many there are in truth
public record DecodedObject(
    StoredForm form,
    ObjectNode tree,
    List<UnreadField> notDecoded,
    List<UnreadField> unknownFields,
    long unknownFieldCount) {

  /// Keeps the lists from being changed.
  public DecodedObject {
    notDecoded = List.copyOf(notDecoded);
    unknownFields = List.copyOf(unknownFields);
  }

  /// Whether the tree shows all that the value holds.
  public boolean isWhole() {
    return notDecoded.isEmpty() && unknownFieldCount == 0;
  }

  /// Says form and completeness; the tree may be a secret.
  @Override
  public String toString() {
    return "DecodedObject[" + form + ", " + (isWhole() ? "whole" : "in part") + "]";
  }
}
