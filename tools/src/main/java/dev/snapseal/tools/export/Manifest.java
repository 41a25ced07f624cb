package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.ServedVersion;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One object on its way out.
///
/// @param tree what is written; may be shared with `decoded`, so nobody changes it
/// @param rank its place in [ApplyOrder]
public record Manifest(DecodedObject decoded, ObjectNode tree, int rank) {
  private static final String CLAIM = "PersistentVolumeClaim";

  /// The same object, of which something else is written.
  public Manifest withTree(ObjectNode shown) {
    return new Manifest(decoded, shown, rank);
  }

  /// What is said of it when its text is made.
  ManifestFacts facts() {
    String apiVersion = tree.path("apiVersion").asString("");
    int slash = apiVersion.indexOf('/');
    String kind = decoded.text("kind").orElse("");
    Optional<String> volume =
        kind.equals(CLAIM) ? decoded.text("spec", "volumeName") : Optional.empty();
    return new ManifestFacts(
        slash < 0 ? kind : kind + "." + apiVersion.substring(0, slash),
        decoded.text("metadata", "namespace").filter(text -> !text.isEmpty()),
        decoded.text("metadata", "name").orElse(""),
        rank,
        volume.filter(text -> !text.isEmpty()),
        decoded.isGeneric() ? ManifestFacts.Known.METADATA : ManifestFacts.Known.KIND,
        decoded.unknownFieldCount(),
        !ServedVersion.isGone(tree),
        !tree.at("/metadata/finalizers").isEmpty());
  }

  @Override
  public String toString() {
    return "Manifest[" + decoded + "]";
  }
}
