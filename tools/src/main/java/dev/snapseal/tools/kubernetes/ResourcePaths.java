package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Finds the resource that a part of a key names, without making a string of it twice in a row.
///
/// A direct-mapped cache of fixed size stands before the table, so that a run over many keys costs
/// one comparison of bytes a key, and keys made to be different cost no memory. Not safe for use by
/// several threads.
final class ResourcePaths {
  private static final int SLOTS = 256;
  private static final String DNS_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-.";

  private final Map<String, StoredResource> table;
  private final byte[][] cachedPaths = new byte[SLOTS][];
  private final StoredResource[] cached = new StoredResource[SLOTS];

  ResourcePaths(Map<String, StoredResource> table) {
    this.table = table;
  }

  /// The resource whose path is `key[start..end)`, if the table has it or it is `GROUP/PLURAL` of a
  /// custom resource.
  Optional<StoredResource> find(byte[] key, int start, int end) {
    int slot = slot(key, start, end);
    byte[] path = cachedPaths[slot];
    if (path != null && Arrays.equals(path, 0, path.length, key, start, end)) {
      return Optional.of(cached[slot]);
    }
    Optional<StoredResource> found = lookUp(new String(key, start, end - start, ISO_8859_1));
    if (found.isPresent()) {
      cachedPaths[slot] = Arrays.copyOfRange(key, start, end);
      cached[slot] = found.get();
    }
    return found;
  }

  private static int slot(byte[] key, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + key[i];
    }
    return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
  }

  private Optional<StoredResource> lookUp(String path) {
    StoredResource listed = table.get(path);
    if (listed != null) {
      return Optional.of(listed);
    }
    int slash = path.indexOf('/');
    if (slash < 0 || path.indexOf('.') < 0 || path.indexOf('.') > slash) {
      return Optional.empty();
    }
    String group = path.substring(0, slash);
    String plural = path.substring(slash + 1);
    return isDnsName(group) && isDnsName(plural)
        ? Optional.of(new StoredResource(group, plural, path, Scope.BY_SEGMENTS, Optional.empty()))
        : Optional.empty();
  }

  /// Lower-case letters, digits, `-` and `.`: what the API server allows for groups and plurals.
  private static boolean isDnsName(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> DNS_CHARACTERS.indexOf(c) >= 0);
  }
}
