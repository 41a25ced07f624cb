package dev.snapseal.tools.kubernetes;

import dev.snapseal.crypto.GroupResource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An object as the API would show it, and what of the stored value is not in it.
///
/// @param form form of the value
/// @param tree apiVersion, kind, metadata, then the rest; belongs to the caller
/// @param notDecoded fields of a kind of which only the metadata is known (`spec`, `status`…); in
///   the tree they stand under their numbers, if it was decoded whole
/// @param unknownFields fields that a newer or older release wrote; the first thousand
/// @param unknownFieldCount how many there are in truth
/// @param invalidTexts texts that are not UTF-8; the first thousand
/// @param invalidTextCount how many there are in truth
public record DecodedObject(
    StoredForm form,
    ObjectNode tree,
    List<UnreadField> notDecoded,
    List<UnreadField> unknownFields,
    long unknownFieldCount,
    List<InvalidText> invalidTexts,
    long invalidTextCount) {

  /// Keeps the lists from being changed.
  public DecodedObject {
    notDecoded = List.copyOf(notDecoded);
    unknownFields = List.copyOf(unknownFields);
    invalidTexts = List.copyOf(invalidTexts);
  }

  /// Whether it is of a kind of which only the metadata is known.
  public boolean isGeneric() {
    return !notDecoded.isEmpty();
  }

  /// Whether the tree shows all that the value holds, by name.
  public boolean isWhole() {
    return notDecoded.isEmpty() && unknownFieldCount == 0 && invalidTextCount == 0;
  }

  /// The same without the bytes of what is not in the tree, or not as it is stored.
  public DecodedObject withoutContent() {
    return new DecodedObject(
        form,
        tree,
        notDecoded,
        unknownFields.stream().map(UnreadField::withoutContent).toList(),
        unknownFieldCount,
        invalidTexts.stream().map(InvalidText::withoutContent).toList(),
        invalidTextCount);
  }

  /// The text at a path of members, such as `metadata`, `uid`; empty if there is none.
  public Optional<String> text(String... path) {
    JsonNode node = tree;
    for (String member : path) {
      node = node.path(member);
    }
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  /// The built-in resource of its kind and group, as a policy names it.
  public Optional<GroupResource> resource() {
    return StoredResource.of(tree).map(StoredResource::groupResource);
  }

  /// Says form and completeness; the tree may be a secret.
  @Override
  public String toString() {
    return "DecodedObject[" + form + ", " + (isWhole() ? "whole" : "in part") + "]";
  }
}
