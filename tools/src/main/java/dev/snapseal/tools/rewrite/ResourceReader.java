package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.OtherKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import java.util.Optional;

/// Which rule of a configuration a record falls under. Belongs to one thread.
final class ResourceReader {
  /// An object of a resource that no table lists: only a rule for everything can mean it.
  static final GroupResource UNLISTED = new GroupResource("?", "?");

  private final KubernetesKeyReader keys = new KubernetesKeyReader();

  /// The resource of a record's key; empty if the key is not of the API server.
  Optional<GroupResource> of(RevisionRecord record) {
    KubernetesKey key = keys.read(record.keyBytes());
    if (key instanceof ObjectKey object) {
      return Optional.of(object.groupResource());
    }
    return key == OtherKey.UNLISTED_RESOURCE ? Optional.of(UNLISTED) : Optional.empty();
  }
}
