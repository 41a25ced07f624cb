package dev.snapseal.tools.export;

import dev.snapseal.tools.export.BackupExport.Fields;
import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.ObjectRenderer;
import dev.snapseal.tools.kubernetes.ServedVersion;
import dev.snapseal.tools.kubernetes.TerminalView;
import dev.snapseal.tools.kubernetes.TerminalView.Protection;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One object on its way out.
///
/// @param tree what is written; may be shared with `decoded`, so nobody changes it
/// @param protection how the store keeps the value
/// @param rank its place in [ApplyOrder]
/// @param fields which fields of the object the tree has
public record Manifest(
    DecodedObject decoded, ObjectNode tree, Protection protection, int rank, Fields fields) {
  private static final String CLAIM = "PersistentVolumeClaim";

  /// The same object as a terminal may show it.
  public Manifest showing(TerminalView view) {
    return new Manifest(view.decoded(), view.tree(), protection, rank, fields);
  }

  /// Indented JSON, ending in a line feed. Members that say what is not in the tree stand only
  /// beside all fields: kubectl refuses what it does not know.
  String json() {
    return switch (fields) {
      case MANIFEST -> ObjectRenderer.json(tree);
      case ALL -> ObjectRenderer.json(decoded, tree);
    };
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
        decoded.unknownFieldCount() + decoded.invalidTextCount(),
        !ServedVersion.isGone(tree),
        !tree.at("/metadata/finalizers").isEmpty());
  }

  @Override
  public String toString() {
    return "Manifest[" + decoded + "]";
  }
}
