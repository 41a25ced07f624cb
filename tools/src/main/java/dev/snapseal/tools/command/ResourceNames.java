package dev.snapseal.tools.command;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.kubernetes.StoredResource;
import java.util.List;
import java.util.Optional;

/// Names of resources that a user gave, and whether there can be such.
final class ResourceNames {
  private ResourceNames() {}

  /// Refuses a name without a group that no resource has: it is misspelt, or lacks its group, and
  /// nothing would be done. Any name with a group may be a custom resource's.
  ///
  /// @param option that has the names
  /// @param ruled what the rules of the configuration name
  static void refuseUnknown(String option, List<GroupResource> names, List<GroupResource> ruled)
      throws CommandFailure {
    for (GroupResource name : names) {
      if (name.group().isEmpty()
          && !name.isWildcard()
          && !ruled.contains(name)
          && !StoredResource.isInCoreGroup(name.resource())) {
        throw new CommandFailure(
            ExitCode.USAGE,
            option + ": Kubernetes has no resource '" + name + "'",
            meant(name.resource())
                .map(resource -> "did you mean: " + option + " " + resource)
                .orElse("a custom resource has its group behind it: " + name + ".example.com"));
      }
    }
  }

  private static Optional<String> meant(String name) {
    return named(name)
        .or(
            () ->
                UsageFailure.nearest(
                        name, StoredResource.all().stream().map(StoredResource::resource).toList())
                    .flatMap(ResourceNames::named));
  }

  private static Optional<String> named(String name) {
    return StoredResource.named(name).stream()
        .findFirst()
        .map(resource -> resource.groupResource().toString());
  }
}
