package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.ManifestViews;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What of an object another cluster, or the same one after the object was deleted, takes: without
/// what ties it to the objects and addresses of its time.
///
/// - `status`, and of metadata what [ManifestViews#manifest] removes;
/// - `ownerReferences`: an owner of the old uid does not exist, and the garbage collector would
///   delete the object;
/// - of a Service its addresses (not `None`), of a volume the uid of its claim, of a claim that it
///   is bound, of a Job its generated selector, of a Pod its node and ephemeral containers, of a
///   ServiceAccount's token the token.
///
/// @see <a href="https://github.com/vmware-tanzu/velero/tree/v1.16.0/pkg/restore">what Velero
///   resets</a>
final class ApplyView {
  private static final String METADATA = "metadata";
  private static final String ANNOTATIONS = "annotations";
  private static final Set<String> KUBERNETES_ONLY = Set.of("kubernetes");

  private static final List<String> CLAIM_STATE =
      List.of(
          "pv.kubernetes.io/bind-completed",
          "pv.kubernetes.io/bound-by-controller",
          "volume.kubernetes.io/selected-node");

  private static final List<String> JOB_LABELS =
      List.of("controller-uid", "batch.kubernetes.io/controller-uid");

  private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";
  private static final String TOKEN_UID = "kubernetes.io/service-account.uid";

  private ApplyView() {}

  /// The manifest of an object; the object is not changed.
  static ObjectNode of(ObjectNode object) {
    ObjectNode view = ManifestViews.manifest(object).deepCopy();
    view.remove("status");
    remove(view, "/metadata", List.of("ownerReferences"));
    switch (view.path("kind").asString("")) {
      case "Namespace" -> namespace(view);
      case "Service" -> service(view);
      case "PersistentVolume" -> volume(view);
      case "PersistentVolumeClaim" -> remove(view, "/metadata/annotations", CLAIM_STATE);
      case "Job" -> job(view);
      case "Pod" -> remove(view, "/spec", List.of("nodeName", "ephemeralContainers"));
      case "Secret" -> secret(view);
      default -> {
        // Of other kinds nothing more is its cluster's.
      }
    }
    removeIfEmpty(view, METADATA, ANNOTATIONS);
    return view;
  }

  /// The finalizer that every Namespace gets.
  private static void namespace(ObjectNode view) {
    if (view.get("spec") instanceof ObjectNode spec
        && spec.get("finalizers") instanceof ArrayNode finalizers
        && finalizers.valueStream().map(JsonNode::asString).allMatch(KUBERNETES_ONLY::contains)) {
      spec.remove("finalizers");
      if (spec.isEmpty()) {
        view.remove("spec");
      }
    }
  }

  private static void service(ObjectNode view) {
    if (!view.at("/spec/clusterIP").asString("").equals("None")) {
      remove(view, "/spec", List.of("clusterIP", "clusterIPs"));
    }
    remove(view, "/spec", List.of("healthCheckNodePort"));
  }

  /// Without the uid the volume waits for the claim of that name.
  private static void volume(ObjectNode view) {
    remove(view, "/spec/claimRef", List.of("uid", "resourceVersion"));
    remove(view, "/metadata/annotations", CLAIM_STATE);
  }

  private static void job(ObjectNode view) {
    if (!view.at("/spec/manualSelector").asBoolean(false)) {
      remove(view, "/spec", List.of("selector"));
      remove(view, "/metadata/labels", JOB_LABELS);
      remove(view, "/spec/template/metadata/labels", JOB_LABELS);
    }
  }

  /// The token controller fills it again, for the ServiceAccount as it is then.
  private static void secret(ObjectNode view) {
    if (view.path("type").asString("").equals(TOKEN_TYPE)) {
      view.remove("data");
      remove(view, "/metadata/annotations", List.of(TOKEN_UID));
    }
  }

  private static void remove(ObjectNode view, String pointer, List<String> names) {
    if (view.at(pointer) instanceof ObjectNode parent) {
      parent.remove(names);
    }
  }

  private static void removeIfEmpty(ObjectNode view, String parent, String name) {
    if (view.get(parent) instanceof ObjectNode object
        && object.get(name) instanceof ObjectNode member
        && member.isEmpty()) {
      object.remove(name);
    }
  }
}
