package dev.snapseal.tools.kubernetes;

import dev.snapseal.crypto.GroupResource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A resource and where its objects stand in etcd.
///
/// `group` and `resource` are the API's names, by which an encryption configuration chooses the
/// providers; the path may differ (`minions` for nodes).
///
/// @param groupResource API group as stored and plural; the two resources that the API server keeps
///   for itself have capitals
/// @param path between the etcd prefix and namespace or name, without slashes at its ends
/// @param kind kind of the objects stored there, where it is known
/// @see <a
///   href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/test/integration/etcd/data.go">etcd/data.go</a>
public record StoredResource(
    GroupResource groupResource, String path, Scope scope, Optional<String> kind) {

  StoredResource(String group, String resource, String path, Scope scope, Optional<String> kind) {
    this(new GroupResource(group, resource), path, scope, kind);
  }

  /// The built-in resource whose objects are of this kind, such as `Secret`.
  public static Optional<StoredResource> ofKind(String kind) {
    return BuiltInResources.ofKind(kind);
  }

  /// The built-in resource that an object is of, by its kind and its group: a custom resource may
  /// have the same kind.
  public static Optional<StoredResource> of(ObjectNode object) {
    String apiVersion = object.path("apiVersion").asString("");
    String group = apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    return ofKind(object.path("kind").asString("")).filter(known -> known.group().equals(group));
  }

  /// The kind of an object, if it is built in.
  public static Optional<String> builtInKind(ObjectNode object) {
    return of(object).flatMap(StoredResource::kind);
  }

  /// The etcd key of an object of a built-in kind, under the usual prefix; empty if the kind is not
  /// built in.
  public static Optional<String> etcdKey(String kind, Optional<String> namespace, String name) {
    return ofKind(kind)
        .map(
            resource ->
                "/registry/"
                    + resource.path()
                    + "/"
                    + namespace.map(given -> given + "/").orElse("")
                    + name);
  }

  /// Every built-in resource.
  public static List<StoredResource> all() {
    return List.copyOf(BuiltInResources.byPath().values());
  }

  /// The built-in resources that a person may mean by plural, kind or short name, with a group or
  /// without.
  public static List<StoredResource> named(String name) {
    return BuiltInResources.named(name);
  }

  /// Whether the group that only Kubernetes itself fills has a resource of this name.
  public static boolean isInCoreGroup(String resource) {
    return all().stream()
        .anyMatch(known -> known.group().isEmpty() && known.resource().equals(resource));
  }

  /// API group, empty for the core group.
  public String group() {
    return groupResource.group();
  }

  /// The resource's plural.
  public String resource() {
    return groupResource.resource();
  }

  /// Whether the objects at this path say their own name; allocators and the leases of API servers
  /// do not.
  public boolean objectsAreNamed() {
    return !BuiltInResources.UNNAMED_PATHS.contains(path);
  }
}
