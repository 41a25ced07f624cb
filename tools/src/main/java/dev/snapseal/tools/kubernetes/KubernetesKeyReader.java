package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.OtherKey;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells what each etcd key of a cluster names. Make one for each thread and use it for all keys:
/// it remembers resources, not keys.
///
/// `/registry`, `/kubernetes.io`, `/openshift.io` and the prefixes given are trusted: a first
/// segment with a dot is the group of a custom resource there. Under any other prefix of one or two
/// segments only built-in resources are recognised, and only if the number of segments is right;
/// custom resources are not, since other programs' keys look the same.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/etcd3/store.go">store.go,
///   prepareKey</a>
public final class KubernetesKeyReader {
  /// Longer keys are no objects': names, namespaces and groups have at most 253 bytes each.
  private static final int MAX_KEY_LENGTH = 4096;

  private static final byte[] COMPACT_REVISION_KEY = "compact_rev_key".getBytes(ISO_8859_1);
  private static final byte[] OPENSHIFT = "/openshift.io/".getBytes(ISO_8859_1);
  private static final byte[] SERVICES = "services".getBytes(ISO_8859_1);
  private static final byte[] OAUTH = "oauth".getBytes(ISO_8859_1);
  private static final int MAX_UNKNOWN_PREFIX_SEGMENTS = 2;

  private static final int SLOTS = 64;
  private static final int SLOT_BYTES = 16;

  /// Those that were given, and behind them the usual ones.
  private final List<byte[]> prefixes;

  /// Beginnings of keys up to the slash behind the resource's path, and a key of each.
  private final byte[][] heads = new byte[SLOTS][];

  private final ObjectKey[] models = new ObjectKey[SLOTS];
  private final ResourcePaths kubernetes = new ResourcePaths(BuiltInResources.byPath());
  private final ResourcePaths openShift = new ResourcePaths(OpenShiftResources.byPath());

  /// A reader for clusters with the usual prefixes.
  public KubernetesKeyReader() {
    this(List.of());
  }

  /// A reader that also trusts these values of `--etcd-prefix`, with or without slashes at their
  /// ends.
  public KubernetesKeyReader(List<String> etcdPrefixes) {
    // The first is a stand-alone aggregator's, longer than the prefix it begins with.
    Stream<String> usual =
        Stream.of("/registry/kube-aggregator.kubernetes.io", "/registry", "/kubernetes.io");
    this.prefixes =
        Stream.concat(etcdPrefixes.stream(), usual)
            .map(prefix -> EtcdPrefix.normalize(prefix).getBytes(UTF_8))
            .toList();
  }

  /// What the key names; its bytes are copied.
  public KubernetesKey read(MemorySegment key) {
    if (key.byteSize() > MAX_KEY_LENGTH) {
      return OtherKey.FOREIGN;
    }
    return cut(key.toArray(ValueLayout.JAVA_BYTE));
  }

  /// What the key names; its bytes are copied.
  public KubernetesKey read(byte[] key) {
    return key.length > MAX_KEY_LENGTH ? OtherKey.FOREIGN : cut(key.clone());
  }

  private KubernetesKey cut(byte[] key) {
    int slot = slot(key);
    byte[] head = heads[slot];
    if (head != null && startsWith(key, head)) {
      ObjectKey model = models[slot];
      return object(model.stored(), key, model.pathStart(), head.length);
    }
    KubernetesKey read = cutByTheTables(key);
    // Under an unknown prefix the number of segments counts, too.
    if (read instanceof ObjectKey object && isUnderTrustedPrefix(key)) {
      int headLength = object.pathStart() + object.stored().path().length() + 1;
      heads[slot] = Arrays.copyOf(key, headLength);
      models[slot] = object;
    }
    return read;
  }

  /// Whether the key lies under one of the prefixes that were given.
  ///
  /// @param place of the prefix among those
  public boolean isUnderGiven(byte[] key, int place) {
    return startsWith(key, prefixes.get(place));
  }

  /// Whether the key lies under a prefix that only Kubernetes uses, or one that was given.
  public boolean isUnderTrustedPrefix(byte[] key) {
    for (byte[] prefix : prefixes) {
      if (startsWith(key, prefix)) {
        return true;
      }
    }
    return startsWith(key, OPENSHIFT);
  }

  /// The first segment behind the prefix of a key that lies under a trusted one: the path of its
  /// resource, which is the resource's name where nobody chose another; empty for other keys.
  public String pathUnderTrustedPrefix(byte[] key) {
    for (byte[] prefix : prefixes) {
      if (startsWith(key, prefix)) {
        int slash = slashAt(key, prefix.length);
        return new String(
            key, prefix.length, (slash < 0 ? key.length : slash) - prefix.length, UTF_8);
      }
    }
    return "";
  }

  /// Where a key's resource is remembered: by some letters of it, when the prefix is `/registry`.
  private static int slot(byte[] key) {
    return key.length < SLOT_BYTES
        ? 0
        : (key[10] * 31 + key[11] * 7 + key[13] + key[15] * 3) & (SLOTS - 1);
  }

  private KubernetesKey cutByTheTables(byte[] key) {
    for (byte[] prefix : prefixes) {
      if (startsWith(key, prefix)) {
        return underTrustedPrefix(kubernetes, key, prefix.length);
      }
    }
    if (startsWith(key, OPENSHIFT)) {
      return underTrustedPrefix(openShift, key, OPENSHIFT.length);
    }
    if (Arrays.equals(key, COMPACT_REVISION_KEY)) {
      return OtherKey.COMPACT_REVISION;
    }
    return underUnknownPrefix(key);
  }

  private static KubernetesKey underTrustedPrefix(ResourcePaths paths, byte[] key, int start) {
    int pathEnd = pathEnd(key, start);
    if (pathEnd < 0) {
      return OtherKey.FOREIGN;
    }
    Optional<StoredResource> stored = paths.find(key, start, pathEnd);
    return stored.isPresent()
        ? object(stored.get(), key, start, pathEnd + 1)
        : OtherKey.UNLISTED_RESOURCE;
  }

  private KubernetesKey underUnknownPrefix(byte[] key) {
    if (key.length == 0 || key[0] != '/') {
      return OtherKey.FOREIGN;
    }
    int start = 1;
    for (int i = 0; i < MAX_UNKNOWN_PREFIX_SEGMENTS; i++) {
      int slash = slashAt(key, start);
      if (slash <= start) {
        return OtherKey.FOREIGN;
      }
      start = slash + 1;
      if (builtInAt(key, start) instanceof ObjectKey found) {
        return found;
      }
    }
    return OtherKey.FOREIGN;
  }

  private KubernetesKey builtInAt(byte[] key, int start) {
    int pathEnd = pathEnd(key, start);
    if (pathEnd < 0) {
      return OtherKey.FOREIGN;
    }
    Optional<StoredResource> stored = kubernetes.find(key, start, pathEnd);
    if (stored.isEmpty() || stored.get().scope() == Scope.BY_SEGMENTS) {
      return OtherKey.FOREIGN;
    }
    int segments = stored.get().scope() == Scope.CLUSTER ? 1 : 2;
    return segmentsFrom(key, pathEnd + 1) == segments
        ? object(stored.get(), key, start, pathEnd + 1)
        : OtherKey.FOREIGN;
  }

  /// Cuts what follows the path into namespace and name. A namespaced resource with one segment
  /// only keeps its resource: the server would try to decrypt that value in a list.
  private static KubernetesKey object(StoredResource stored, byte[] key, int start, int rest) {
    int nameStart =
        switch (stored.scope()) {
          case CLUSTER -> rest;
          case NAMESPACED, BY_SEGMENTS -> Math.max(rest, slashAt(key, rest) + 1);
        };
    boolean isNamespaceEmpty = nameStart == rest + 1;
    return nameStart >= key.length || isNamespaceEmpty
        ? OtherKey.FOREIGN
        : new ObjectKey(stored, key, start, rest, nameStart);
  }

  /// Offset of the slash behind the resource's path, or -1. A group, `services` and `oauth` take
  /// the next segment with them.
  private static int pathEnd(byte[] key, int start) {
    int end = slashAt(key, start);
    if (end < 0) {
      return -1;
    }
    boolean isTwoSegments =
        holdsDot(key, start, end)
            || Arrays.equals(SERVICES, 0, SERVICES.length, key, start, end)
            || Arrays.equals(OAUTH, 0, OAUTH.length, key, start, end);
    return isTwoSegments ? slashAt(key, end + 1) : end;
  }

  private static int segmentsFrom(byte[] key, int start) {
    int segments = 1;
    for (int slash = slashAt(key, start); slash >= 0; slash = slashAt(key, slash + 1)) {
      segments++;
    }
    return segments;
  }

  private static boolean holdsDot(byte[] key, int start, int end) {
    for (int i = start; i < end; i++) {
      if (key[i] == '.') {
        return true;
      }
    }
    return false;
  }

  private static int slashAt(byte[] key, int from) {
    for (int i = from; i < key.length; i++) {
      if (key[i] == '/') {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
