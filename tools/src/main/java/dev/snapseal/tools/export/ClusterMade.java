package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.StoredResource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells which objects a cluster makes by itself, so that applying them again is useless or harms:
/// the new ones belong to owners, nodes and keys that the old ones do not know. Jobs and Pods that
/// had finished are among them: applied, they would do their work once more; and what was being
/// deleted, which would come back alive.
///
/// What an operator owns is not among them: a Secret with a generated password is not made again.
/// Nor is what the API server made and somebody has changed: a server keeps such a change, but does
/// not make it. Custom resources are never among them, whatever their kind is called.
///
/// @see <a
///   href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/certificates/rootcacertpublisher/publisher.go">publisher.go</a>
/// @see <a
///   href="https://github.com/kubernetes/api/blob/v0.36.3/core/v1/well_known_labels.go">well_known_labels.go</a>
final class ClusterMade {
  private static final String CONTROLLER_MANAGER = "kube-controller-manager";
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private static final Set<String> NODE_KINDS = Set.of("Node", "CSINode", "ResourceSlice");

  /// Phases of a Pod that is over, and conditions of such a Job.
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private static final Set<String> FINAL_CONDITIONS = Set.of("Complete", "Failed");

  /// Who writes what the API server makes at its start.
  private static final Set<String> SERVER_MANAGERS =
      Set.of("kube-apiserver", CONTROLLER_MANAGER, "clusterrole-aggregation-controller");

  static final Set<String> OWN_NAMESPACES =
      Set.of("default", "kube-system", "kube-public", "kube-node-lease");

  /// Groups whose owners are Kubernetes' own controllers.
  private static final Set<String> BUILT_IN_GROUPS =
      Set.of("", "apps", "batch", "discovery.k8s.io", "storage.k8s.io", "resource.k8s.io");

  private static final Set<String> PUBLISHED =
      Set.of("kube-root-ca.crt", "openshift-service-ca.crt");
  private static final Set<String> PUBLISHED_IN_SYSTEM =
      Set.of(
          "extension-apiserver-authentication",
          "kube-apiserver-legacy-service-account-token-tracking");

  private static final Pattern GENERATED_TOKEN = Pattern.compile("-token-[a-z0-9]{5}");

  private ClusterMade() {}

  /// Why the object is left out, if it is.
  static Optional<LeftOut> of(ObjectNode object) {
    if (!text(object, "/metadata/deletionTimestamp").isEmpty()) {
      return Optional.of(LeftOut.DELETING);
    }
    String kind = StoredResource.builtInKind(object).orElse("");
    Optional<LeftOut> ofKind =
        switch (kind) {
          case "Event" -> Optional.of(LeftOut.EVENT);
          case "Lease", "LeaseCandidate" -> Optional.of(LeftOut.LEASE);
          case "VolumeAttachment" -> Optional.of(LeftOut.ATTACHMENT);
          case "Endpoints" -> when(isMadeEndpoints(object), LeftOut.ENDPOINTS);
          case "EndpointSlice" -> when(isMadeSlice(object), LeftOut.ENDPOINTS);
          case "Secret" -> when(isMadeToken(object), LeftOut.TOKEN);
          case "ConfigMap" -> when(isPublished(object), LeftOut.PUBLISHED);
          case "Job", "Pod" -> when(isFinished(object), LeftOut.FINISHED);
          default -> when(NODE_KINDS.contains(kind), LeftOut.NODE);
        };
    return ofKind
        .or(() -> when(isControlled(object, kind), LeftOut.CONTROLLED))
        .or(() -> when(isBootstrapped(object, kind), LeftOut.BOOTSTRAP));
  }

  private static Optional<LeftOut> when(boolean condition, LeftOut reason) {
    return condition ? Optional.of(reason) : Optional.empty();
  }

  /// A claim knows which volume has its data; only a Pod's own is made for nothing but it.
  private static boolean isControlled(ObjectNode object, String kind) {
    for (JsonNode owner : object.at("/metadata/ownerReferences")) {
      boolean isMade = !kind.equals("PersistentVolumeClaim") || text(owner, "/kind").equals("Pod");
      if (owner.path("controller").asBoolean(false)
          && BUILT_IN_GROUPS.contains(group(text(owner, "/apiVersion")))
          && isMade) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFinished(ObjectNode object) {
    if (ENDED.contains(text(object, "/status/phase"))) {
      return true;
    }
    for (JsonNode condition : object.at("/status/conditions")) {
      if (FINAL_CONDITIONS.contains(text(condition, "/type"))
          && text(condition, "/status").equals("True")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMadeEndpoints(ObjectNode object) {
    boolean isServers =
        text(object, "/metadata/namespace").equals("default")
            && text(object, "/metadata/name").equals("kubernetes");
    return isServers
        || !annotation(object, "endpoints.kubernetes.io/last-change-trigger-time").isEmpty()
        || !label(object, "endpoints.kubernetes.io/managed-by").isEmpty()
        || isManagedBy(object, Set.of(CONTROLLER_MANAGER));
  }

  private static boolean isMadeSlice(ObjectNode object) {
    boolean isServers =
        text(object, "/metadata/namespace").equals("default")
            && text(object, "/metadata/name").equals("kubernetes");
    return isServers || label(object, "endpointslice.kubernetes.io/managed-by").endsWith(".k8s.io");
  }

  /// Whether these managers, and nobody else, wrote the object.
  private static boolean isManagedBy(ObjectNode object, Set<String> managers) {
    JsonNode entries = object.at("/metadata/managedFields");
    boolean isOnly = !entries.isEmpty();
    for (JsonNode entry : entries) {
      isOnly &= managers.contains(text(entry, "/manager"));
    }
    return isOnly;
  }

  private static boolean isMadeToken(ObjectNode object) {
    String account = annotation(object, "kubernetes.io/service-account.name");
    String name = text(object, "/metadata/name");
    return text(object, "/type").equals("kubernetes.io/service-account-token")
        && name.startsWith(account)
        && GENERATED_TOKEN.matcher(name.substring(account.length())).matches();
  }

  private static boolean isPublished(ObjectNode object) {
    String name = text(object, "/metadata/name");
    return PUBLISHED.contains(name)
        || (PUBLISHED_IN_SYSTEM.contains(name)
            && text(object, "/metadata/namespace").equals("kube-system"));
  }

  private static boolean isBootstrapped(ObjectNode object, String kind) {
    String name = text(object, "/metadata/name");
    return switch (kind) {
      case "Namespace" -> OWN_NAMESPACES.contains(name) && !isMarked(object);
      case "Service" ->
          name.equals("kubernetes") && text(object, "/metadata/namespace").equals("default");
      case "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding" ->
          label(object, "kubernetes.io/bootstrapping").equals("rbac-defaults")
              && !annotation(object, "rbac.authorization.kubernetes.io/autoupdate").equals("false")
              && !isChanged(object);
      case "APIService" -> !label(object, "kube-aggregator.kubernetes.io/automanaged").isEmpty();
      case "FlowSchema", "PriorityLevelConfiguration" ->
          annotation(object, "apf.kubernetes.io/autoupdate-spec").equals("true");
      case "PriorityClass" -> name.startsWith("system-");
      case "IPAddress" -> !label(object, "ipaddress.kubernetes.io/managed-by").isEmpty();
      case "ServiceCIDR" -> name.equals("kubernetes");
      case "StorageVersion", "StorageVersionMigration" -> true;
      default -> false;
    };
  }

  /// Whether somebody gave a Namespace labels or annotations, such as the level of security of its
  /// Pods.
  private static boolean isMarked(ObjectNode object) {
    Set<String> labels = new HashSet<>(object.at("/metadata/labels").propertyNames());
    labels.remove(NAMESPACE_NAME);
    return !labels.isEmpty() || !object.at("/metadata/annotations").isEmpty();
  }

  /// Whether anybody but the servers wrote the object, as far as it says who did.
  private static boolean isChanged(ObjectNode object) {
    return !object.at("/metadata/managedFields").isEmpty() && !isManagedBy(object, SERVER_MANAGERS);
  }

  private static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  private static String label(ObjectNode object, String name) {
    return object.path("metadata").path("labels").path(name).asString("");
  }

  private static String annotation(ObjectNode object, String name) {
    return object.path("metadata").path("annotations").path(name).asString("");
  }

  private static String text(JsonNode object, String pointer) {
    return object.at(pointer).asString("");
  }
}
