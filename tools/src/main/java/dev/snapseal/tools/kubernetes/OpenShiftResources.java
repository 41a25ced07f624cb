package dev.snapseal.tools.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What OpenShift's own API server keeps under `/openshift.io`.
///
/// @see <a
///   href="https://github.com/openshift/origin/blob/master/test/extended/etcd/etcd_storage_path.go">etcd_storage_path.go</a>
final class OpenShiftResources {
  private static final Map<String, StoredResource> BY_PATH =
      Stream.of(
              namespaced("apps", "deploymentconfigs"),
              namespaced("build", "buildconfigs"),
              namespaced("build", "builds"),
              cluster("image", "images", "images"),
              namespaced("image", "imagestreams"),
              cluster("oauth", "oauth/accesstokens", "oauthaccesstokens"),
              cluster("oauth", "oauth/authorizetokens", "oauthauthorizetokens"),
              cluster("oauth", "oauth/clientauthorizations", "oauthclientauthorizations"),
              cluster("oauth", "oauth/clients", "oauthclients"),
              namespaced("route", "routes"),
              cluster("security", "rangeallocations", "rangeallocations"),
              cluster("template", "brokertemplateinstances", "brokertemplateinstances"),
              namespaced("template", "templateinstances"),
              namespaced("template", "templates"),
              cluster("user", "groups", "groups"),
              cluster("user", "useridentities", "identities"),
              cluster("user", "users", "users"))
          .collect(Collectors.toUnmodifiableMap(StoredResource::path, Function.identity()));

  private OpenShiftResources() {}

  /// Every resource of OpenShift's API server by its path.
  static Map<String, StoredResource> byPath() {
    return BY_PATH;
  }

  private static StoredResource namespaced(String group, String resource) {
    return new StoredResource(
        group + ".openshift.io", resource, resource, Scope.NAMESPACED, Optional.empty());
  }

  private static StoredResource cluster(String group, String path, String resource) {
    return new StoredResource(
        group + ".openshift.io", resource, path, Scope.CLUSTER, Optional.empty());
  }
}
