package dev.snapseal.tools.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The resources Kubernetes itself stores, up to 1.36, with those that older releases left behind.
///
/// Rows are `path=Kind`; where the path is not the resource's name, `path>resource=Kind`.
///
/// @see <a
///   href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/test/integration/etcd/data.go">etcd/data.go</a>
/// @see <a
///   href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubeapiserver/default_storage_factory_builder.go">paths
///   that differ</a>
final class BuiltInResources {
  /// Values here carry an empty `metadata.name`.
  static final Set<String> UNNAMED_PATHS = Set.of("ranges", "masterleases", "peerserverleases");

  /// Events are served in this group, too, and stored in the core group.
  private static final String EVENTS = "events.k8s.io";

  private static final Pattern VERSION =
      Pattern.compile("(?<=^[^.]{1,63})\\.v[0-9]+((alpha|beta)[0-9]+)?(?=\\.)");

  private static final List<StoredResource> ALL = all();
  private static final Map<String, StoredResource> BY_PATH =
      ALL.stream().collect(Collectors.toUnmodifiableMap(StoredResource::path, Function.identity()));

  /// Names that kubectl accepts beside plural and kind.
  private static final Map<String, String> SHORT_NAMES =
      Map.ofEntries(
          Map.entry("cm", "configmaps"),
          Map.entry("cj", "cronjobs"),
          Map.entry("crd", "customresourcedefinitions"),
          Map.entry("crds", "customresourcedefinitions"),
          Map.entry("csr", "certificatesigningrequests"),
          Map.entry("deploy", "deployments"),
          Map.entry("ds", "daemonsets"),
          Map.entry("ep", "endpoints"),
          Map.entry("ev", "events"),
          Map.entry("hpa", "horizontalpodautoscalers"),
          Map.entry("ing", "ingresses"),
          Map.entry("ip", "ipaddresses"),
          Map.entry("limits", "limitranges"),
          Map.entry("netpol", "networkpolicies"),
          Map.entry("no", "nodes"),
          Map.entry("ns", "namespaces"),
          Map.entry("pc", "priorityclasses"),
          Map.entry("pdb", "poddisruptionbudgets"),
          Map.entry("po", "pods"),
          Map.entry("psp", "podsecuritypolicies"),
          Map.entry("pv", "persistentvolumes"),
          Map.entry("pvc", "persistentvolumeclaims"),
          Map.entry("quota", "resourcequotas"),
          Map.entry("rc", "replicationcontrollers"),
          Map.entry("rs", "replicasets"),
          Map.entry("sa", "serviceaccounts"),
          Map.entry("sc", "storageclasses"),
          Map.entry("sts", "statefulsets"),
          Map.entry("svc", "services"),
          Map.entry("vac", "volumeattributesclasses"));

  private static final Map<String, StoredResource> BY_KIND =
      ALL.stream()
          .filter(resource -> !UNNAMED_PATHS.contains(resource.path()))
          .filter(resource -> resource.kind().isPresent())
          .collect(
              Collectors.toUnmodifiableMap(
                  resource -> resource.kind().get(), Function.identity(), (first, later) -> first));

  private BuiltInResources() {}

  /// Every built-in resource by its path.
  static Map<String, StoredResource> byPath() {
    return BY_PATH;
  }

  /// The resource whose objects are of this kind; what the API server keeps for itself is none.
  static Optional<StoredResource> ofKind(String kind) {
    return Optional.ofNullable(BY_KIND.get(kind));
  }

  /// The resources that a person may mean by plural, kind, short name, or one of these and a group,
  /// with a version before it or without: `secret`, `cm`, `deploy.apps`, `deployments.v1.apps`.
  static List<StoredResource> named(String name) {
    String wanted = withoutVersion(name.toLowerCase(Locale.ROOT));
    int dot = wanted.indexOf('.');
    String first = dot < 0 ? wanted : wanted.substring(0, dot);
    String plural = SHORT_NAMES.getOrDefault(first, first);
    Optional<String> group =
        dot < 0 ? Optional.empty() : Optional.of(storedGroup(wanted.substring(dot + 1)));
    return ALL.stream()
        .filter(resource -> !UNNAMED_PATHS.contains(resource.path()))
        .filter(resource -> isNamed(resource, plural))
        .filter(resource -> group.isEmpty() || group.get().equals(resource.group()))
        .toList();
  }

  /// Without the version that may stand before a group.
  static String withoutVersion(String name) {
    return VERSION.matcher(name).replaceFirst("");
  }

  private static String storedGroup(String group) {
    return group.equals(EVENTS) ? "" : group;
  }

  private static boolean isNamed(StoredResource resource, String name) {
    return name.equals(resource.resource())
        || name.equals(resource.kind().orElse("").toLowerCase(Locale.ROOT));
  }

  private static List<StoredResource> all() {
    List<StoredResource> rows = new ArrayList<>();
    add(rows, "", Scope.NAMESPACED, "configmaps=ConfigMap events=Event limitranges=LimitRange");
    add(rows, "", Scope.NAMESPACED, "persistentvolumeclaims=PersistentVolumeClaim pods=Pod");
    add(rows, "", Scope.NAMESPACED, "podtemplates=PodTemplate resourcequotas=ResourceQuota");
    add(rows, "", Scope.NAMESPACED, "controllers>replicationcontrollers=ReplicationController");
    add(rows, "", Scope.NAMESPACED, "secrets=Secret serviceaccounts=ServiceAccount");
    add(rows, "", Scope.NAMESPACED, "services/specs>services=Service");
    add(rows, "", Scope.NAMESPACED, "services/endpoints>endpoints=Endpoints");
    add(rows, "", Scope.CLUSTER, "namespaces=Namespace minions>nodes=Node");
    add(rows, "", Scope.CLUSTER, "persistentvolumes=PersistentVolume");
    // Kept by the API server for itself; the names that choose their providers are not the path.
    add(rows, "", Scope.CLUSTER, "ranges>services=RangeAllocation");
    add(rows, "", Scope.CLUSTER, "masterleases>apiServerIPInfo=Endpoints");
    add(rows, "", Scope.CLUSTER, "peerserverleases>apiServerPeerIPInfo=Endpoints");
    add(rows, "apps", Scope.NAMESPACED, "controllerrevisions=ControllerRevision");
    add(rows, "apps", Scope.NAMESPACED, "daemonsets=DaemonSet deployments=Deployment");
    add(rows, "apps", Scope.NAMESPACED, "replicasets=ReplicaSet statefulsets=StatefulSet");
    add(rows, "autoscaling", Scope.NAMESPACED, "horizontalpodautoscalers=HorizontalPodAutoscaler");
    add(rows, "batch", Scope.NAMESPACED, "cronjobs=CronJob jobs=Job");
    add(rows, "policy", Scope.NAMESPACED, "poddisruptionbudgets=PodDisruptionBudget");
    add(rows, "policy", Scope.CLUSTER, "podsecuritypolicies=PodSecurityPolicy");
    add(rows, "extensions", Scope.CLUSTER, "thirdpartyresources=ThirdPartyResource");
    addNetwork(rows);
    addPolicy(rows);
    addScheduling(rows);
    addStorage(rows);
    return List.copyOf(rows);
  }

  private static void addNetwork(List<StoredResource> rows) {
    String networking = "networking.k8s.io";
    add(rows, networking, Scope.NAMESPACED, "ingress>ingresses=Ingress");
    add(rows, networking, Scope.NAMESPACED, "networkpolicies=NetworkPolicy");
    add(rows, networking, Scope.CLUSTER, "ingressclasses=IngressClass ipaddresses=IPAddress");
    add(rows, networking, Scope.CLUSTER, "servicecidrs=ServiceCIDR");
    add(rows, "discovery.k8s.io", Scope.NAMESPACED, "endpointslices=EndpointSlice");
    add(rows, "coordination.k8s.io", Scope.NAMESPACED, "leases=Lease");
    add(rows, "coordination.k8s.io", Scope.NAMESPACED, "leasecandidates=LeaseCandidate");
  }

  private static void addPolicy(List<StoredResource> rows) {
    String admission = "admissionregistration.k8s.io";
    String rbac = "rbac.authorization.k8s.io";
    String certificates = "certificates.k8s.io";
    String flowControl = "flowcontrol.apiserver.k8s.io";
    add(rows, rbac, Scope.CLUSTER, "clusterroles=ClusterRole");
    add(rows, rbac, Scope.CLUSTER, "clusterrolebindings=ClusterRoleBinding");
    add(rows, rbac, Scope.NAMESPACED, "roles=Role rolebindings=RoleBinding");
    add(rows, certificates, Scope.CLUSTER, "certificatesigningrequests=CertificateSigningRequest");
    add(rows, certificates, Scope.CLUSTER, "clustertrustbundles=ClusterTrustBundle");
    add(rows, certificates, Scope.NAMESPACED, "podcertificaterequests=PodCertificateRequest");
    add(rows, flowControl, Scope.CLUSTER, "flowschemas=FlowSchema");
    add(rows, flowControl, Scope.CLUSTER, "prioritylevelconfigurations=PriorityLevelConfiguration");
    add(rows, "internal.apiserver.k8s.io", Scope.CLUSTER, "storageversions=StorageVersion");
    add(rows, admission, Scope.CLUSTER, webhooks("Mutating") + " " + webhooks("Validating"));
    add(rows, admission, Scope.CLUSTER, policies("Mutating") + " " + policies("Validating"));
    addWithGroup(rows, "apiextensions.k8s.io", "CustomResourceDefinition");
    addWithGroup(rows, "apiregistration.k8s.io", "APIService");
  }

  private static void addScheduling(List<StoredResource> rows) {
    String resource = "resource.k8s.io";
    add(rows, resource, Scope.CLUSTER, "deviceclasses=DeviceClass resourceslices=ResourceSlice");
    add(rows, resource, Scope.CLUSTER, "devicetaintrules=DeviceTaintRule");
    add(rows, resource, Scope.CLUSTER, "resourcepoolstatusrequests=ResourcePoolStatusRequest");
    add(rows, resource, Scope.NAMESPACED, "resourceclaims=ResourceClaim");
    add(rows, resource, Scope.NAMESPACED, "resourceclaimtemplates=ResourceClaimTemplate");
    add(rows, "scheduling.k8s.io", Scope.CLUSTER, "priorityclasses=PriorityClass");
    add(rows, "scheduling.k8s.io", Scope.NAMESPACED, "workloads=Workload podgroups=PodGroup");
    add(rows, "node.k8s.io", Scope.CLUSTER, "runtimeclasses=RuntimeClass");
  }

  private static void addStorage(List<StoredResource> rows) {
    String storage = "storage.k8s.io";
    add(rows, storage, Scope.CLUSTER, "csidrivers=CSIDriver csinodes=CSINode");
    add(rows, storage, Scope.CLUSTER, "storageclasses=StorageClass");
    add(rows, storage, Scope.CLUSTER, "volumeattachments=VolumeAttachment");
    add(rows, storage, Scope.CLUSTER, "volumeattributesclasses=VolumeAttributesClass");
    add(rows, storage, Scope.NAMESPACED, "csistoragecapacities=CSIStorageCapacity");
    String migration = "storagemigration.k8s.io";
    add(rows, migration, Scope.CLUSTER, "storageversionmigrations=StorageVersionMigration");
  }

  private static String webhooks(String verb) {
    return verb.toLowerCase(Locale.ROOT) + "webhookconfigurations=" + verb + "WebhookConfiguration";
  }

  private static String policies(String verb) {
    String lower = verb.toLowerCase(Locale.ROOT);
    return lower
        + ("admissionpolicies=" + verb + "AdmissionPolicy ")
        + lower
        + ("admissionpolicybindings=" + verb + "AdmissionPolicyBinding");
  }

  private static void addWithGroup(List<StoredResource> rows, String group, String kind) {
    String plural = kind.toLowerCase(Locale.ROOT) + "s";
    add(rows, group, Scope.CLUSTER, group + "/" + plural + ">" + plural + "=" + kind);
  }

  private static void add(List<StoredResource> rows, String group, Scope scope, String cells) {
    for (String cell : cells.split(" ", -1)) {
      int equals = cell.indexOf('=');
      int arrow = cell.indexOf('>');
      String path = cell.substring(0, arrow < 0 ? equals : arrow);
      String resource = arrow < 0 ? path : cell.substring(arrow + 1, equals);
      Optional<String> kind = Optional.of(cell.substring(equals + 1));
      rows.add(new StoredResource(group, resource, path, scope, kind));
    }
  }
}
