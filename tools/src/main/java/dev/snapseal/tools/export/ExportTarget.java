package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.ObjectArgument;
import dev.snapseal.tools.kubernetes.StoredResource;
import java.util.List;
import java.util.Optional;

/// Objects that somebody asked for: `KIND`, `KIND/NAME` or `KIND/NAMESPACE/NAME`.
///
/// @param text as it was given
/// @param resources what the kind may mean, never empty
/// @param namespace empty: those that were asked for apart, or all
/// @param name empty: all of the kind
public record ExportTarget(
    String text,
    List<StoredResource> resources,
    Optional<String> namespace,
    Optional<String> name) {

  public ExportTarget {
    resources = List.copyOf(resources);
  }

  /// Reads an argument; empty if it names no resource that is built in or written with its group.
  public static Optional<ExportTarget> parse(String argument) {
    if (argument.indexOf('/') >= 0) {
      return ObjectArgument.parse(argument)
          .map(
              object ->
                  new ExportTarget(
                      argument,
                      object.resources(),
                      object.namespace(),
                      Optional.of(object.name())));
    }
    List<StoredResource> resources = ObjectArgument.resources(argument);
    return resources.isEmpty()
        ? Optional.empty()
        : Optional.of(new ExportTarget(argument, resources, Optional.empty(), Optional.empty()));
  }

  boolean isOf(ObjectKey key) {
    return resources.contains(key.stored())
        && (name.isEmpty() || name.get().equals(key.name()))
        && (namespace.isEmpty() || namespace.equals(key.namespace()));
  }
}
