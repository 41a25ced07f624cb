package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.OtherKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Which rule of a configuration a record falls under. Belongs to one thread.
///
/// The key of a resource that no table lists does not say its API group; the configuration does, if
/// it names one resource of that name.
final class ResourceReader {
  /// An object of a resource that nobody names: only a rule for everything can mean it.
  static final GroupResource UNLISTED = new GroupResource("?", "?");

  /// An object of a resource that several rules can mean, or a rule for a whole group.
  static final GroupResource UNCERTAIN = new GroupResource("?", "??");

  private final KubernetesKeyReader keys;
  private final List<GroupResource> ruled;
  private final List<String> etcdPrefixes;
  private final BitSet unmatched = new BitSet();

  /// @param ruled what the rules of the configuration name
  @SuppressWarnings("MissingSummary")
  ResourceReader(List<String> etcdPrefixes, List<GroupResource> ruled) {
    this.keys = new KubernetesKeyReader(etcdPrefixes);
    this.ruled = ruled;
    this.etcdPrefixes = etcdPrefixes;
    unmatched.set(0, etcdPrefixes.size());
  }

  /// The resource of an etcd key; empty if the key is not of the API server.
  Optional<GroupResource> of(byte[] key) {
    for (int i = unmatched.nextSetBit(0); i >= 0; i = unmatched.nextSetBit(i + 1)) {
      unmatched.set(i, !keys.isUnderGiven(key, i));
    }
    KubernetesKey read = keys.read(key);
    if (read instanceof ObjectKey object) {
      return Optional.of(object.groupResource());
    }
    return read == OtherKey.UNLISTED_RESOURCE ? Optional.of(unlisted(key)) : Optional.empty();
  }

  /// Prefixes that were given and that no key has had so far.
  List<String> unmatchedPrefixes() {
    return unmatched.stream().mapToObj(etcdPrefixes::get).toList();
  }

  /// Whether the key lies under a prefix that only Kubernetes uses, or one that was given; under
  /// another it may look like Kubernetes' by chance.
  boolean isUnderTrustedPrefix(byte[] key) {
    return keys.isUnderTrustedPrefix(key);
  }

  private GroupResource unlisted(byte[] key) {
    String path = keys.pathUnderTrustedPrefix(key);
    List<GroupResource> named =
        ruled.stream()
            .filter(resource -> !resource.isWildcard())
            .filter(resource -> resource.resource().equals(path))
            .toList();
    boolean isOfAGroup =
        ruled.stream()
            .filter(GroupResource::isWildcard)
            .anyMatch(wildcard -> !wildcard.group().isEmpty() && !wildcard.group().equals("*"));
    if (named.isEmpty()) {
      return isOfAGroup ? UNCERTAIN : UNLISTED;
    }
    return named.size() == 1 && !isOfAGroup ? named.getFirst() : UNCERTAIN;
  }
}
