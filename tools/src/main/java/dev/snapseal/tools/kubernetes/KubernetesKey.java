package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.GroupResource;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/// What an etcd key names: an object of Kubernetes, or something else. Made by
/// [KubernetesKeyReader].
public sealed interface KubernetesKey {

  /// A key that names no object Snapseal knows a resource for.
  enum OtherKey implements KubernetesKey {
    /// `compact_rev_key`: a decimal revision, never encrypted.
    COMPACT_REVISION,
    /// Under Kubernetes' prefix, of a resource that no table lists: a newer release, or an
    /// extension's own. Its API group is not in the key; a plaintext value says it.
    UNLISTED_RESOURCE,
    /// Not Kubernetes': Calico's, Cilium's, anybody's.
    FOREIGN
  }

  /// A key that names an object. Strings are made when asked for.
  final class ObjectKey implements KubernetesKey {
    private final StoredResource stored;
    private final byte[] key;
    private final int pathStart;
    private final int namespaceStart;
    private final int nameStart;

    /// @param key the whole key; becomes this object's own
    /// @param namespaceStart same as `nameStart` when there is no namespace
    ObjectKey(StoredResource stored, byte[] key, int pathStart, int namespaceStart, int nameStart) {
      this.stored = stored;
      this.key = key;
      this.pathStart = pathStart;
      this.namespaceStart = namespaceStart;
      this.nameStart = nameStart;
    }

    /// The resource, one instance for many keys.
    public StoredResource stored() {
      return stored;
    }

    /// By which an encryption configuration chooses the providers; one instance for many keys.
    public GroupResource groupResource() {
      return stored.groupResource();
    }

    /// API group by which an encryption configuration is matched, empty for the core group.
    public String group() {
      return stored.group();
    }

    /// Resource by which an encryption configuration is matched; for allocators `services`.
    public String resource() {
      return stored.resource();
    }

    /// Empty for objects of the cluster.
    public Optional<String> namespace() {
      return namespaceLength() == 0
          ? Optional.empty()
          : Optional.of(new String(key, namespaceStart, namespaceLength(), UTF_8));
    }

    /// Name of the object, all that follows path and namespace; never empty. Bytes that are not
    /// UTF-8 become U+FFFD.
    public String name() {
      return new String(key, nameStart, key.length - nameStart, UTF_8);
    }

    /// Whether the other key is of the same resource under the same etcd prefix.
    public boolean isBesides(ObjectKey other) {
      return stored.equals(other.stored)
          && Arrays.equals(key, 0, pathStart, other.key, 0, other.pathStart);
    }

    /// What stands before the resource's path: `/registry` mostly; no slash at its end.
    public String etcdPrefix() {
      return new String(key, 0, pathStart - 1, UTF_8);
    }

    /// The whole key, as text for people.
    @Override
    public String toString() {
      return new String(key, UTF_8);
    }

    /// Where the resource's path begins, behind the etcd prefix and its slash.
    int pathStart() {
      return pathStart;
    }

    /// Whether these bytes are the key's namespace; empty bytes are if it has none.
    boolean isNamespace(MemorySegment text) {
      return isAt(text, namespaceStart, namespaceLength());
    }

    /// Whether these bytes are the key's name.
    boolean isName(MemorySegment text) {
      return isAt(text, nameStart, key.length - nameStart);
    }

    boolean isNamespace(byte[] text, int from, int to) {
      int end = namespaceStart + namespaceLength();
      return Arrays.equals(key, namespaceStart, end, text, from, to);
    }

    boolean isName(byte[] text, int from, int to) {
      return Arrays.equals(key, nameStart, key.length, text, from, to);
    }

    private boolean isAt(MemorySegment text, int start, int length) {
      return text.byteSize() == length
          && MemorySegment.mismatch(
                  text, 0, length, MemorySegment.ofArray(key), start, start + length)
              < 0;
    }

    private int namespaceLength() {
      return Math.max(0, nameStart - namespaceStart - 1);
    }
  }
}
