package dev.snapseal.tools.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An object as a person names it: `secret/NAMESPACE/NAME`, `node/NAME`, `deploy.apps/NS/NAME`, or
/// `PLURAL.GROUP[/NS]/NAME` for custom resources.
///
/// @param resources what the first part may mean, never empty
/// @param namespace empty if the argument has two parts
/// @param name not empty
public record ObjectArgument(
    List<StoredResource> resources, Optional<String> namespace, String name) {
  private static final String DEFAULT_NAMESPACE = "default";

  /// Keeps the list from being changed.
  public ObjectArgument {
    resources = List.copyOf(resources);
  }

  /// Reads a command-line argument; empty if it is an etcd key, has not two or three parts, or
  /// names a resource that is neither built in nor written with its group.
  public static Optional<ObjectArgument> parse(String argument) {
    String[] parts = argument.split("/", -1);
    boolean isOneEmpty = Stream.of(parts).anyMatch(String::isEmpty);
    if (isOneEmpty || parts.length < 2 || parts.length > 3) {
      return Optional.empty();
    }
    Optional<String> namespace = parts.length == 3 ? Optional.of(parts[1]) : Optional.empty();
    List<StoredResource> resources =
        resources(parts[0]).stream()
            .filter(resource -> namespace.isEmpty() || resource.scope() != Scope.CLUSTER)
            .toList();
    return resources.isEmpty()
        ? Optional.empty()
        : Optional.of(new ObjectArgument(resources, namespace, parts[parts.length - 1]));
  }

  /// The etcd keys at which the object may stand, likeliest first. A namespaced resource without a
  /// namespace is looked for in `default`, as kubectl does.
  ///
  /// @param etcdPrefix `/registry` mostly
  public List<String> etcdKeys(String etcdPrefix) {
    return resources.stream().flatMap(resource -> keys(etcdPrefix, resource)).toList();
  }

  private Stream<String> keys(String etcdPrefix, StoredResource resource) {
    String path = EtcdPrefix.normalize(etcdPrefix) + resource.path() + "/";
    String inDefault = path + DEFAULT_NAMESPACE + "/" + name;
    return switch (resource.scope()) {
      case CLUSTER -> Stream.of(path + name);
      case NAMESPACED -> Stream.of(path + namespace.orElse(DEFAULT_NAMESPACE) + "/" + name);
      case BY_SEGMENTS ->
          namespace
              .map(given -> Stream.of(path + given + "/" + name))
              .orElseGet(() -> Stream.of(path + name, inDefault));
    };
  }

  /// The resources that a person may mean: built-in ones by plural, kind or short name, others as
  /// `PLURAL.GROUP` or `PLURAL.VERSION.GROUP`.
  public static List<StoredResource> resources(String given) {
    List<StoredResource> builtIn = BuiltInResources.named(given);
    String name = BuiltInResources.withoutVersion(given);
    int dot = name.indexOf('.');
    if (!builtIn.isEmpty() || dot <= 0 || dot == name.length() - 1) {
      return builtIn;
    }
    String plural = name.substring(0, dot);
    String group = name.substring(dot + 1);
    String path = group + "/" + plural;
    return List.of(new StoredResource(group, plural, path, Scope.BY_SEGMENTS, Optional.empty()));
  }
}
