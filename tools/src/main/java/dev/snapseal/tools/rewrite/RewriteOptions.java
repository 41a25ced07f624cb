package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.keys.KeyRing;
import java.util.List;
import java.util.Optional;

/// What becomes of a backup.
///
/// @param goal what values become
/// @param keys all that help to read, and first the configuration to write with; empty if values
///   stay as they are
/// @param verifiers the configuration to write with alone: it must open what was written; empty
///   where nothing is encrypted
/// @param resources whose values may change; empty: all
/// @param etcdPrefixes prefixes of Kubernetes' keys beside the usual ones
/// @param history what of older revisions stays
/// @param onFailure what happens when a value does not open
/// @param withoutRule what happens to values that the new configuration has no rule for
/// @param isDryRun whether every value is opened and nothing written
/// @param jobs threads, at least 1
public record RewriteOptions(
    Goal goal,
    Optional<KeyRing> keys,
    Optional<KeyRing> verifiers,
    List<GroupResource> resources,
    List<String> etcdPrefixes,
    History history,
    OnFailure onFailure,
    WithoutRule withoutRule,
    boolean isDryRun,
    int jobs) {

  /// What values become.
  public enum Goal {
    /// What an API server with the configuration would write now.
    CONFIGURED,
    PLAINTEXT,
    UNCHANGED
  }

  /// What of older revisions stays.
  public sealed interface History {
    /// Everything.
    record Keep() implements History {}

    /// What etcd keeps when it compacts to a revision.
    ///
    /// @param revision main revision; empty: the current one
    record CompactTo(Optional<Long> revision) implements History {}
  }

  /// What happens when a value does not open.
  public enum OnFailure {
    /// Nothing is made.
    STOP,
    /// It stays as it is and is listed.
    KEEP
  }

  /// What happens to encrypted values that the new configuration has no rule for: no API server
  /// with it could read them.
  public enum WithoutRule {
    REFUSE,
    MAKE_PLAINTEXT
  }

  public RewriteOptions {
    resources = List.copyOf(resources);
    etcdPrefixes = List.copyOf(etcdPrefixes);
  }

  ResourceReader newResourceReader() {
    return new ResourceReader(etcdPrefixes, keys.map(KeyRing::ruledResources).orElse(List.of()));
  }

  /// Whether values of a resource may change.
  boolean includes(GroupResource resource) {
    return resources.isEmpty()
        || resources.contains(resource)
        || resources.stream().anyMatch(wanted -> wanted.covers(resource));
  }
}
