package dev.snapseal.tools.diff;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.diff.DiffReport.Side;
import dev.snapseal.tools.diff.DiffReport.Undecided;
import dev.snapseal.tools.diff.DiffReport.UndecidedGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts together the values that were not compared for the same reason. Belongs to one thread.
final class UndecidedGroups {
  /// A hostile backup can give every value a prefix of its own.
  private static final int MAX_GROUPS = 100;

  private static final int MAX_KEYS = 3;
  private static final Cause OTHERS = new Cause(Side.BOTH, Optional.empty(), "for other reasons");

  private final Map<Cause, Group> groups = new LinkedHashMap<>();

  private record Cause(Side side, Optional<EncryptionPrefix> prefix, String reason) {}

  private static final class Group {
    long count;
    final List<String> keys = new ArrayList<>();

    void add(long more, List<String> others) {
      count += more;
      others.stream().limit((long) MAX_KEYS - keys.size()).forEach(keys::add);
    }
  }

  void add(Undecided value) {
    group(new Cause(value.side(), value.prefix(), value.reason())).add(1, List.of(value.key()));
  }

  /// Adds what the next part counted.
  void add(UndecidedGroups other) {
    other.groups.forEach((cause, group) -> group(cause).add(group.count, group.keys));
  }

  private Group group(Cause cause) {
    boolean isKept = groups.size() < MAX_GROUPS || groups.containsKey(cause);
    return groups.computeIfAbsent(isKept ? cause : OTHERS, absent -> new Group());
  }

  List<UndecidedGroup> listed() {
    return groups.entrySet().stream()
        .map(
            entry ->
                new UndecidedGroup(
                    entry.getKey().side(),
                    entry.getKey().prefix(),
                    entry.getKey().reason(),
                    entry.getValue().count,
                    entry.getValue().keys))
        .toList();
  }
}
