package dev.snapseal.tools.audit;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.WritingRule;
import java.util.Optional;

/// What policy and configuration say of the resources of values. Belongs to one thread.
final class ResourceRules {
  private final ResourcePolicy policy;
  private final Optional<KeyRing> ring;

  /// Neighbours are mostly of one resource, so those of the last one are kept.
  private Rules last;

  ResourceRules(ResourcePolicy policy, Optional<KeyRing> ring) {
    this.policy = policy;
    this.ring = ring;
    this.last = find(new GroupResource("", ""));
  }

  /// What is said of one resource.
  ///
  /// @param writing empty without a configuration
  record Rules(GroupResource resource, boolean isOfPolicy, Optional<WritingRule> writing) {}

  Rules of(GroupResource resource) {
    if (!last.resource().equals(resource)) {
      last = find(resource);
    }
    return last;
  }

  private Rules find(GroupResource resource) {
    return new Rules(
        resource, policy.includes(resource), ring.map(keyRing -> keyRing.writingRule(resource)));
  }
}
