package dev.snapseal.tools.diff;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.diff.DiffReport.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the new values that are plaintext though the backup before has their resource encrypted
/// throughout, as when encryption was switched off: what was there stays encrypted until somebody
/// writes it. Belongs to one thread.
final class ResourceProtection {
  private final Map<GroupResource, Resource> resources = new HashMap<>();

  private static final class Resource {
    long encrypted;
    long plain;
    long newPlain;
    final List<Entry> listed = new ArrayList<>();

    /// Whether it was protected, and protected wholly: while values are still being encrypted, or
    /// decrypted on purpose, both forms are about.
    boolean wasEncrypted() {
      return encrypted > 0 && plain == 0;
    }
  }

  /// Counts a value of the backup before.
  void before(GroupResource resource, boolean isPlain) {
    Resource counted = resource(resource);
    if (isPlain) {
      counted.plain++;
    } else {
      counted.encrypted++;
    }
  }

  /// Counts a plaintext value that only the backup after has.
  void addedInPlain(GroupResource resource, Entry entry) {
    Resource counted = resource(resource);
    counted.newPlain++;
    list(counted.listed, entry);
  }

  /// Adds what the next part counted.
  void add(ResourceProtection other) {
    other.resources.forEach(
        (name, counted) -> {
          Resource sum = resource(name);
          sum.encrypted += counted.encrypted;
          sum.plain += counted.plain;
          sum.newPlain += counted.newPlain;
          counted.listed.forEach(entry -> list(sum.listed, entry));
        });
  }

  /// How many values lack the protection that their resource had.
  long lossCount() {
    return resources.values().stream()
        .filter(Resource::wasEncrypted)
        .mapToLong(resource -> resource.newPlain)
        .sum();
  }

  /// The first of them of each resource.
  List<Entry> losses() {
    return resources.values().stream()
        .filter(Resource::wasEncrypted)
        .flatMap(resource -> resource.listed.stream())
        .toList();
  }

  private Resource resource(GroupResource name) {
    return resources.computeIfAbsent(name, absent -> new Resource());
  }

  private static void list(List<Entry> list, Entry entry) {
    if (list.size() < DiffReport.MAX_LISTED) {
      list.add(entry);
    }
  }
}
