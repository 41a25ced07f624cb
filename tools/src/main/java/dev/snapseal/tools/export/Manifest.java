package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.DecodedObject;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One object on its way out.
///
/// @param tree what is written; shared with `decoded`, so nobody changes it
public record Manifest(DecodedObject decoded, ObjectNode tree) {

  /// `KIND`, or `KIND.GROUP` if it is not of the core group.
  public String kind() {
    String apiVersion = decoded.text("apiVersion").orElse("");
    int slash = apiVersion.indexOf('/');
    String kind = decoded.text("kind").orElse("");
    return slash < 0 ? kind : kind + "." + apiVersion.substring(0, slash);
  }

  /// Empty for objects of the cluster.
  public Optional<String> namespace() {
    return decoded.text("metadata", "namespace").filter(text -> !text.isEmpty());
  }

  public String name() {
    return decoded.text("metadata", "name").orElse("");
  }

  @Override
  public String toString() {
    return "Manifest[" + kind() + "]";
  }
}
