package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.EncryptionPrefix;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts values that were not opened, by prefix and reason. Belongs to one thread.
final class MissingKeys {
  /// Crafted bytes may name any number of keys; the others are counted together.
  private static final int MAX_NAMES = 200;

  /// A longer one is no API server's; the rest of it is left out.
  private static final int MAX_NAME_CHARS = 512;

  private static final String OTHER_NAMES = "(other names)";

  private final Map<Group, Long> counts = new HashMap<>();

  private record Group(EncryptionPrefix prefix, MissingKey.Why why) {}

  void add(EncryptionPrefix prefix, MissingKey.Why why) {
    add(new Group(shortened(prefix), why), 1L);
  }

  private static EncryptionPrefix shortened(EncryptionPrefix prefix) {
    return prefix.keyName().length() <= MAX_NAME_CHARS
        ? prefix
        : new EncryptionPrefix(prefix.provider(), prefix.keyName().substring(0, MAX_NAME_CHARS));
  }

  private void add(Group group, long values) {
    boolean isKept = counts.containsKey(group) || counts.size() < MAX_NAMES;
    Group counted =
        isKept
            ? group
            : new Group(new EncryptionPrefix(group.prefix.provider(), OTHER_NAMES), group.why);
    counts.merge(counted, values, Long::sum);
  }

  /// Of all workers, by prefix.
  static List<MissingKey> all(Collection<IndexingWorker> workers) {
    MissingKeys sum = new MissingKeys();
    workers.forEach(worker -> worker.missing().counts.forEach(sum::add));
    return sum.counts.entrySet().stream()
        .map(entry -> new MissingKey(entry.getKey().prefix, entry.getKey().why, entry.getValue()))
        .sorted(
            Comparator.comparing((MissingKey missing) -> missing.prefix().text())
                .thenComparing(MissingKey::why))
        .toList();
  }
}
