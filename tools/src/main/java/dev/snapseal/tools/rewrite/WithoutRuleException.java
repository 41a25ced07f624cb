package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.GroupResource;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// Encrypted values are of resources that the new configuration has no rule for: they would become
/// plaintext, and nobody said so.
public final class WithoutRuleException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Long> resources = new TreeMap<>();

  WithoutRuleException(Map<GroupResource, Long> counts) {
    super("the new configuration has no rule for encrypted values");
    counts.forEach((resource, count) -> resources.put(resource.toString(), count));
  }

  /// Values of each resource, by its name.
  public Map<String, Long> resources() {
    return resources;
  }
}
