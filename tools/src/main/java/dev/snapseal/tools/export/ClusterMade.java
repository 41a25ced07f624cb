package dev.snapseal.tools.export;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells which objects a cluster makes by itself, so that applying them again is useless or harms:
/// the new ones belong to owners, nodes and keys that the old ones do not know. Jobs and Pods that
/// had finished are among them: applied, they would do their work once more.
///
/// What an operator owns is not among them: a Secret with a generated password is not made again.
///
/// @see <a
///   href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/certificates/rootcacertpublisher/publisher.go">publisher.go</a>
/// @see <a
///   href="https://github.com/kubernetes/api/blob/v0.36.3/core/v1/well_known_labels.go">well_known_labels.go</a>
final class ClusterMade {
  private static final Set<String> NODE_KINDS = Set.of("Node", "CSINode", "ResourceSlice");

  /// Phases of a Pod that is over, and conditions of such a Job.
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private static final Set<String> FINAL_CONDITIONS = Set.of("Complete", "Failed");

  private static final Set<String> OWN_NAMESPACES =
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
  private static final String CONTROLLER_MANAGER = "kube-controller-manager";

  private ClusterMade() {}

  /// Why the object is left out, if it is.
  static Optional<LeftOut> of(ObjectNode object) {
    String kind = text(object, "/kind");
    Optional<LeftOut> ofKind =
        switch (kind) {
          case "Event" -> Optional.of(LeftOut.EVENT);
          case "Lease", "LeaseCandidate" ->
              when(isOf(object, "coordination.k8s.io"), LeftOut.LEASE);
          case "VolumeAttachment" -> when(isOf(object, "storage.k8s.io"), LeftOut.ATTACHMENT);
          case "Endpoints" -> when(isMadeEndpoints(object), LeftOut.ENDPOINTS);
          case "EndpointSlice" -> when(isMadeSlice(object), LeftOut.ENDPOINTS);
          case "Secret" -> when(isMadeToken(object), LeftOut.TOKEN);
          case "ConfigMap" -> when(isPublished(object), LeftOut.PUBLISHED);
          case "Job", "Pod" -> when(isFinished(object), LeftOut.FINISHED);
          default -> when(NODE_KINDS.contains(kind) && isBuiltIn(object), LeftOut.NODE);
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
        || isManagedBy(object, CONTROLLER_MANAGER);
  }

  private static boolean isMadeSlice(ObjectNode object) {
    boolean isServers =
        text(object, "/metadata/namespace").equals("default")
            && text(object, "/metadata/name").equals("kubernetes");
    return isServers || label(object, "endpointslice.kubernetes.io/managed-by").endsWith(".k8s.io");
  }

  /// Whether one manager, and nobody else, wrote the object.
  private static boolean isManagedBy(ObjectNode object, String manager) {
    JsonNode entries = object.at("/metadata/managedFields");
    boolean isOnly = !entries.isEmpty();
    for (JsonNode entry : entries) {
      isOnly &= text(entry, "/manager").equals(manager);
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
      case "Namespace" -> OWN_NAMESPACES.contains(name);
      case "Service" ->
          name.equals("kubernetes") && text(object, "/metadata/namespace").equals("default");
      case "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding" ->
          label(object, "kubernetes.io/bootstrapping").equals("rbac-defaults");
      case "APIService" -> !label(object, "kube-aggregator.kubernetes.io/automanaged").isEmpty();
      case "FlowSchema", "PriorityLevelConfiguration" ->
          annotation(object, "apf.kubernetes.io/autoupdate-spec").equals("true");
      case "PriorityClass" -> name.startsWith("system-");
      case "IPAddress" -> !label(object, "ipaddress.kubernetes.io/managed-by").isEmpty();
      case "ServiceCIDR" -> name.equals("kubernetes");
      case "StorageVersion", "StorageVersionMigration" -> isBuiltIn(object);
      default -> false;
    };
  }

  private static boolean isBuiltIn(ObjectNode object) {
    String group = group(text(object, "/apiVersion"));
    return group.isEmpty() || group.indexOf('.') < 0 || group.endsWith(".k8s.io");
  }

  private static boolean isOf(ObjectNode object, String group) {
    return group(text(object, "/apiVersion")).equals(group);
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
