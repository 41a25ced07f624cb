package dev.snapseal.tools.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An object stays stored in the version in which it was written last; an API server reads it, and
/// serves it in another once that one is gone. `kubectl apply` takes only what is served.
///
/// Definitions of custom resources are not here: [DefinitionConversion].
///
/// @see <a href="https://kubernetes.io/docs/reference/using-api/deprecation-guide/">which version
///   went in which release</a>
/// @see <a href="https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis">`conversion.go` of
///   each group</a>
public final class ServedVersion {
  private static final String SPEC = "spec";
  private static final String SELECTOR = "selector";
  private static final Pattern STABLE = Pattern.compile("v[0-9]+");

  /// Selects nothing in `policy/v1`, as the empty selector did before.
  private static final String PDB_LABEL =
      "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";

  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String HOSTNAME = "kubernetes.io/hostname";

  /// A version that has gone.
  ///
  /// @param apiVersion that is served in its place
  /// @param change what else differs
  private record Successor(String apiVersion, Consumer<ObjectNode> change) {}

  private static final Map<String, Successor> SUCCESSORS = successors();

  /// Versions that are gone, and whose objects have another shape in what is served, or none.
  private static final List<String> GONE =
      List.of(
          "autoscaling/v2beta1 HorizontalPodAutoscaler",
          "policy/v1beta1 PodSecurityPolicy",
          "extensions/v1beta1 PodSecurityPolicy",
          "node.k8s.io/v1alpha1 RuntimeClass",
          "rbac.authorization.k8s.io/v1alpha1 ClusterRoleBinding",
          "rbac.authorization.k8s.io/v1alpha1 RoleBinding",
          "settings.k8s.io/v1alpha1 PodPreset");

  /// Kinds that look the same in every version of their group.
  private static final List<String> ALIKE =
      List.of(
          "admissionregistration.k8s.io MutatingAdmissionPolicy",
          "admissionregistration.k8s.io MutatingAdmissionPolicyBinding",
          "admissionregistration.k8s.io ValidatingAdmissionPolicy",
          "admissionregistration.k8s.io ValidatingAdmissionPolicyBinding",
          "networking.k8s.io IPAddress",
          "networking.k8s.io ServiceCIDR",
          "storage.k8s.io VolumeAttributesClass");

  private ServedVersion() {}

  private static Map<String, Successor> successors() {
    return Stream.of(
            same("apps/v1", "apps/v1beta1 apps/v1beta2", "Deployment StatefulSet ReplicaSet"),
            same("apps/v1", "apps/v1beta1 apps/v1beta2", "DaemonSet ControllerRevision"),
            with("apps/v1", "extensions/v1beta1", "Deployment", spec("rollbackTo")),
            with("apps/v1", "extensions/v1beta1", "DaemonSet", spec("templateGeneration")),
            same("apps/v1", "extensions/v1beta1", "ReplicaSet"),
            same("autoscaling/v2", "autoscaling/v2beta2", "HorizontalPodAutoscaler"),
            same("batch/v1", "batch/v1beta1", "CronJob"),
            with(
                "policy/v1", "policy/v1beta1", "PodDisruptionBudget", ServedVersion::emptySelector),
            same("networking.k8s.io/v1", "extensions/v1beta1", "NetworkPolicy"),
            same("networking.k8s.io/v1", "networking.k8s.io/v1beta1", "IngressClass"),
            with(
                "networking.k8s.io/v1",
                "extensions/v1beta1 networking.k8s.io/v1beta1",
                "Ingress",
                ServedVersion::ingress),
            with(
                "discovery.k8s.io/v1",
                "discovery.k8s.io/v1beta1",
                "EndpointSlice",
                slice -> slice.path("endpoints").forEach(ServedVersion::topology)),
            same("rbac.authorization.k8s.io/v1", beta("rbac.authorization.k8s.io"), "ClusterRole"),
            same("rbac.authorization.k8s.io/v1", beta("rbac.authorization.k8s.io"), "Role"),
            same(
                "rbac.authorization.k8s.io/v1",
                "rbac.authorization.k8s.io/v1beta1",
                "ClusterRoleBinding RoleBinding"),
            same("scheduling.k8s.io/v1", beta("scheduling.k8s.io"), "PriorityClass"),
            same("storage.k8s.io/v1", "storage.k8s.io/v1beta1", "StorageClass CSIDriver CSINode"),
            same("storage.k8s.io/v1", beta("storage.k8s.io"), "CSIStorageCapacity"),
            same("storage.k8s.io/v1", beta("storage.k8s.io"), "VolumeAttachment"),
            same("node.k8s.io/v1", "node.k8s.io/v1beta1", "RuntimeClass"),
            same(
                "certificates.k8s.io/v1",
                "certificates.k8s.io/v1beta1",
                "CertificateSigningRequest"),
            same(
                "admissionregistration.k8s.io/v1",
                "admissionregistration.k8s.io/v1beta1",
                "MutatingWebhookConfiguration ValidatingWebhookConfiguration"),
            same("apiregistration.k8s.io/v1", "apiregistration.k8s.io/v1beta1", "APIService"),
            same("flowcontrol.apiserver.k8s.io/v1", flow("v1beta1 v1beta2 v1beta3"), "FlowSchema"),
            same("flowcontrol.apiserver.k8s.io/v1", flow("v1beta3"), "PriorityLevelConfiguration"),
            with(
                "flowcontrol.apiserver.k8s.io/v1",
                flow("v1beta1 v1beta2"),
                "PriorityLevelConfiguration",
                ServedVersion::shares))
        .flatMap(rows -> rows.entrySet().stream())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String beta(String group) {
    return group + "/v1alpha1 " + group + "/v1beta1";
  }

  private static String flow(String versions) {
    return Stream.of(versions.split(" ", -1))
        .map(version -> "flowcontrol.apiserver.k8s.io/" + version)
        .collect(Collectors.joining(" "));
  }

  private static Map<String, Successor> same(String served, String stored, String kinds) {
    return with(served, stored, kinds, _ -> {});
  }

  private static Map<String, Successor> with(
      String served, String stored, String kinds, Consumer<ObjectNode> change) {
    Successor successor = new Successor(served, change);
    return Stream.of(stored.split(" ", -1))
        .flatMap(version -> Stream.of(kinds.split(" ", -1)).map(kind -> version + " " + kind))
        .collect(Collectors.toMap(row -> row, _ -> successor));
  }

  /// Changes an object into the version in which API servers serve it, if its own is gone, or if
  /// `metadata.managedFields` says that it was written in a stable one that looks the same.
  ///
  /// @param object whole, with its managed fields; is changed
  static void apply(ObjectNode object) {
    String kind = object.path("kind").asString("");
    String stored = object.path("apiVersion").asString("");
    Optional<Successor> successor = Optional.ofNullable(SUCCESSORS.get(stored + " " + kind));
    if (successor.isPresent()) {
      object.put("apiVersion", successor.get().apiVersion());
      successor.get().change().accept(object);
    } else {
      written(object, stored, kind).ifPresent(version -> object.put("apiVersion", version));
    }
  }

  /// Whether no API server that is maintained serves an object of this version and kind.
  public static boolean isGone(ObjectNode object) {
    return GONE.contains(
        object.path("apiVersion").asString("") + " " + object.path("kind").asString(""));
  }

  private static Optional<String> written(ObjectNode object, String stored, String kind) {
    int slash = stored.indexOf('/');
    if (slash < 0
        || STABLE.matcher(stored.substring(slash + 1)).matches()
        || !ALIKE.contains(stored.substring(0, slash) + " " + kind)) {
      return Optional.empty();
    }
    String group = stored.substring(0, slash + 1);
    return object
        .at("/metadata/managedFields")
        .valueStream()
        .map(entry -> entry.path("apiVersion").asString(""))
        .filter(
            version ->
                version.startsWith(group)
                    && STABLE.matcher(version.substring(group.length())).matches())
        .findFirst();
  }

  private static Consumer<ObjectNode> spec(String member) {
    return object -> {
      if (object.get(SPEC) instanceof ObjectNode spec) {
        spec.remove(member);
      }
    };
  }

  private static void emptySelector(ObjectNode budget) {
    if (budget.get(SPEC) instanceof ObjectNode spec
        && spec.get(SELECTOR) instanceof ObjectNode selector) {
      if (selector.isEmpty()) {
        selector
            .putArray("matchExpressions")
            .addObject()
            .put("key", PDB_LABEL)
            .put("operator", "Exists");
      } else if (isMatchAll(selector)) {
        selector.removeAll();
      }
    }
  }

  private static boolean isMatchAll(ObjectNode selector) {
    return selector.size() == 1
        && selector.get("matchExpressions") instanceof ArrayNode expressions
        && expressions.size() == 1
        && expressions.get(0).path("key").asString("").equals(PDB_LABEL)
        && expressions.get(0).path("operator").asString("").equals("DoesNotExist");
  }

  private static void ingress(ObjectNode ingress) {
    if (!(ingress.get(SPEC) instanceof ObjectNode spec)) {
      return;
    }
    if (spec.remove("backend") instanceof ObjectNode backend) {
      backend(backend);
      spec.set("defaultBackend", backend);
    }
    for (JsonNode rule : spec.path("rules")) {
      for (JsonNode path : rule.path("http").path("paths")) {
        if (path instanceof ObjectNode object) {
          if (object.get("backend") instanceof ObjectNode backend) {
            backend(backend);
          }
          if (object.path("pathType").asString("").isEmpty()) {
            object.put("pathType", "ImplementationSpecific");
          }
        }
      }
    }
  }

  private static void backend(ObjectNode backend) {
    Optional<JsonNode> name = Optional.ofNullable(backend.remove("serviceName"));
    Optional<JsonNode> port = Optional.ofNullable(backend.remove("servicePort"));
    if (name.isEmpty() && port.isEmpty()) {
      return;
    }
    ObjectNode service = backend.putObject("service");
    name.ifPresent(text -> service.set("name", text));
    port.ifPresent(
        value -> service.putObject("port").set(value.isNumber() ? "number" : "name", value));
  }

  private static void topology(JsonNode endpoint) {
    if (!(endpoint instanceof ObjectNode object)
        || !(object.remove("topology") instanceof ObjectNode topology)) {
      return;
    }
    Optional.ofNullable(topology.remove(ZONE)).ifPresent(zone -> object.set("zone", zone));
    if (topology.has(HOSTNAME) && topology.get(HOSTNAME).equals(object.get("nodeName"))) {
      topology.remove(HOSTNAME);
    }
    if (!topology.isEmpty()) {
      object.set("deprecatedTopology", topology);
    }
  }

  private static void shares(ObjectNode level) {
    if (level.at("/spec/limited") instanceof ObjectNode limited) {
      Optional.ofNullable(limited.remove("assuredConcurrencyShares"))
          .ifPresent(shares -> limited.set("nominalConcurrencyShares", shares));
    }
  }
}
