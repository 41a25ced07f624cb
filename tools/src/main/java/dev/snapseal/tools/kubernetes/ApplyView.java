package dev.snapseal.tools.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What of an object another cluster, or the same one after the object was deleted, takes: without
/// what ties it to the objects and addresses of its time.
///
/// - the version in which it is served: [ServedVersion];
/// - without `status`, and of metadata what [ManifestViews#manifest] removes;
/// - without `ownerReferences`: an owner of the old uid does not exist, and the garbage collector
///   would delete the object;
/// - without the finalizers that Kubernetes itself sets; others stay, as who declared them may have
///   meant;
/// - of built-in kinds without a Service's addresses (not `None`), the uid of a volume's claim,
///   that a claim is bound, a Job's generated selector, a Pod's node and ephemeral containers, and
///   the token of a ServiceAccount's token.
///
/// @see <a href="https://github.com/vmware-tanzu/velero/tree/v1.16.0/pkg/restore">what Velero
///   resets</a>
public final class ApplyView {
  private static final String METADATA = "metadata";
  private static final String ANNOTATIONS = "annotations";
  private static final String FINALIZERS = "finalizers";
  private static final String LABELS = "labels";

  private static final List<String> CLAIM_STATE =
      List.of(
          "pv.kubernetes.io/bind-completed",
          "pv.kubernetes.io/bound-by-controller",
          "volume.kubernetes.io/selected-node");

  private static final List<String> JOB_LABELS =
      List.of("controller-uid", "batch.kubernetes.io/controller-uid");

  /// Who asks for a certificate is who applies the manifest.
  private static final List<String> REQUESTER = List.of("username", "uid", "groups", "extra");

  private static final Set<String> KUBERNETES_ONLY = Set.of("kubernetes");

  /// `orphan`, `foregroundDeletion`, `kubernetes.io/pvc-protection`,
  /// `service.kubernetes.io/load-balancer-cleanup`...
  private static final Pattern OWN_FINALIZER =
      Pattern.compile("[^/.]*|([^/]*\\.)?(kubernetes|k8s)\\.io/.*");

  private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";
  private static final String TOKEN_UID = "kubernetes.io/service-account.uid";

  private static final String PRESERVE = "preserveUnknownFields";
  private static final String PRESERVE_EXTENSION = "x-kubernetes-preserve-unknown-fields";

  private ApplyView() {}

  /// The manifest of an object; the object is not changed.
  public static ObjectNode of(ObjectNode object) {
    ObjectNode view = object.deepCopy();
    ServedVersion.apply(view);
    view = ManifestViews.manifest(view);
    view.remove("status");
    remove(view, "/metadata", List.of("ownerReferences"));
    removeOwnFinalizers(view);
    switch (StoredResource.builtInKind(view).orElse("")) {
      case "Namespace" -> namespace(view);
      case "Service" -> service(view);
      case "PersistentVolume" -> volume(view);
      case "PersistentVolumeClaim" -> remove(view, "/metadata/annotations", CLAIM_STATE);
      case "Job" -> job(view);
      case "Pod" -> remove(view, "/spec", List.of("nodeName", "ephemeralContainers"));
      case "Secret" -> secret(view);
      case "CustomResourceDefinition" -> definition(view);
      case "CertificateSigningRequest" -> remove(view, "/spec", REQUESTER);
      default -> {
        // Of other kinds nothing more is its cluster's.
      }
    }
    removeIfEmpty(view, METADATA, ANNOTATIONS);
    return view;
  }

  private static void removeOwnFinalizers(ObjectNode view) {
    if (view.path(METADATA).get(FINALIZERS) instanceof ArrayNode finalizers) {
      finalizers.removeIf(finalizer -> OWN_FINALIZER.matcher(finalizer.asString("")).matches());
      removeIfEmpty(view, METADATA, FINALIZERS);
    }
  }

  /// The finalizer that every Namespace gets.
  private static void namespace(ObjectNode view) {
    if (view.get("spec") instanceof ObjectNode spec
        && spec.get(FINALIZERS) instanceof ArrayNode finalizers
        && finalizers.valueStream().map(JsonNode::asString).allMatch(KUBERNETES_ONLY::contains)) {
      spec.remove(FINALIZERS);
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
      removeIfEmpty(view, METADATA, LABELS);
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

  /// `v1` refuses `preserveUnknownFields: true` and versions without a schema, which `v1beta1`
  /// took: a schema that allows everything says the same.
  private static void definition(ObjectNode view) {
    if (!view.at("/spec/" + PRESERVE).asBoolean(false)) {
      return;
    }
    remove(view, "/spec", List.of(PRESERVE));
    for (JsonNode version : view.at("/spec/versions")) {
      if (version instanceof ObjectNode object) {
        ObjectNode schema = object(object(object, "schema"), "openAPIV3Schema");
        schema.put("type", "object").put(PRESERVE_EXTENSION, true);
      }
    }
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode member ? member : parent.putObject(name);
  }

  private static void remove(ObjectNode view, String pointer, List<String> names) {
    if (view.at(pointer) instanceof ObjectNode parent) {
      parent.remove(names);
    }
  }

  private static void removeIfEmpty(ObjectNode view, String parent, String name) {
    if (view.get(parent) instanceof ObjectNode object
        && object.path(name).isContainer()
        && object.get(name).isEmpty()) {
      object.remove(name);
    }
  }
}
