package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.StoredResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The order in which manifests are applied: what others refer to comes before them, and what
/// judges or serves requests for others comes last.
///
/// It is Helm's order of installation but for this: definitions of custom resources come first,
/// since objects of any group may be theirs; kinds that Helm does not know come behind its
/// workloads, and webhooks, admission policies and APIServices behind all objects that they could
/// refuse or serve.
///
/// @see <a
///   href="https://github.com/helm/helm/blob/v3.18.0/pkg/releaseutil/kind_sorter.go">kind_sorter.go</a>
final class ApplyOrder {
  private static final List<String> FIRST =
      List.of(
          "CustomResourceDefinition",
          "PriorityClass",
          "Namespace",
          "NetworkPolicy",
          "ResourceQuota",
          "LimitRange",
          "PodSecurityPolicy",
          "PodDisruptionBudget",
          "ServiceAccount",
          "Secret",
          "ConfigMap",
          "StorageClass",
          "VolumeAttributesClass",
          "CSIDriver",
          "RuntimeClass",
          "DeviceClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "ClusterRole",
          "ClusterRoleBinding",
          "Role",
          "RoleBinding",
          "Service",
          "Endpoints",
          "EndpointSlice",
          "ResourceClaimTemplate",
          "ResourceClaim",
          "Workload",
          "PodGroup",
          "DaemonSet",
          "Pod",
          "ReplicationController",
          "ReplicaSet",
          "Deployment",
          "HorizontalPodAutoscaler",
          "StatefulSet",
          "Job",
          "CronJob",
          "IngressClass",
          "Ingress");

  private static final List<String> LAST =
      List.of(
          "ValidatingAdmissionPolicy",
          "MutatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding",
          "MutatingAdmissionPolicyBinding",
          "MutatingWebhookConfiguration",
          "ValidatingWebhookConfiguration",
          "APIService");

  /// Between the two, and behind everything: what has no known resource.
  private static final int OTHERS = FIRST.size();

  private static final int CUSTOM = OTHERS + 1;
  static final int UNLISTED = CUSTOM + LAST.size() + 1;

  private static final Map<String, Integer> RANKS = ranks();

  private ApplyOrder() {}

  private static Map<String, Integer> ranks() {
    Map<String, Integer> ranks = new HashMap<>();
    for (int i = 0; i < FIRST.size(); i++) {
      ranks.put(FIRST.get(i), i);
    }
    for (int i = 0; i < LAST.size(); i++) {
      ranks.put(LAST.get(i), CUSTOM + 1 + i);
    }
    return Map.copyOf(ranks);
  }

  /// Whether objects of this rank come behind those of all namespaces: they judge or serve
  /// requests.
  static boolean isLast(int rank) {
    return rank > CUSTOM && rank < UNLISTED;
  }

  /// Whether objects of this rank are custom resources, which need their definitions.
  static boolean isCustom(int rank) {
    return rank == CUSTOM;
  }

  /// The place of a resource's objects: lower ranks are applied first.
  static int rank(StoredResource resource) {
    return resource.kind().isPresent() ? RANKS.getOrDefault(resource.kind().get(), OTHERS) : CUSTOM;
  }
}
