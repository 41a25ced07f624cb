package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.GroupResource;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/// Encrypted values are of resources that the new configuration has no rule for: they would become
/// plaintext, and nobody said so.
public final class WithoutRuleException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param counts values of each resource
  @SuppressWarnings("MissingSummary")
  WithoutRuleException(Map<GroupResource, Long> counts) {
    super(
        "the new configuration has no rule for encrypted values, and an API server with it could"
            + " not read them: "
            + named(counts));
  }

  /// Such as `configmaps (3), secrets (260)`.
  private static String named(Map<GroupResource, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> name(entry.getKey()) + " (" + entry.getValue() + ")")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String name(GroupResource resource) {
    return resource.equals(ResourceReader.UNLISTED) ? "resources in no list" : resource.toString();
  }
}
