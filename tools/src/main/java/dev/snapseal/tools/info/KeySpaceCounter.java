package dev.snapseal.tools.info;

import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Counts records by the resource that their keys name.
final class KeySpaceCounter implements RecordVisitor {
  /// So that a crafted file cannot fill the heap with made-up groups; the rest is counted as
  /// foreign.
  private static final int MAX_KEY_SPACES = 10_000;

  private record Space(String prefix, String group, String resource) {}

  private static final class Counts {
    private long live;
    private long superseded;
    private long tombstones;
    private long bytes;
  }

  private static final Space FOREIGN = new Space("", "", "");

  private final RevisionIndex index;
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final Map<Space, Counts> spaces = new HashMap<>();
  private final Counts foreign = new Counts();
  private Optional<ObjectKey> lastKey = Optional.empty();
  private Counts lastCounts = foreign;

  /// @param index empty; is filled by this counter
  KeySpaceCounter(RevisionIndex index) {
    this.index = index;
    spaces.put(FOREIGN, foreign);
  }

  @Override
  public void record(RevisionRecord record) {
    Counts counts = counts(record);
    counts.bytes += record.valueLength();
    if (index.add(record) == RevisionIndex.Predecessor.PUT) {
      counts.live--;
      counts.superseded++;
    }
    if (record.isTombstone()) {
      counts.tombstones++;
    } else {
      counts.live++;
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    index.addMalformed();
  }

  List<BackupInfo.KeySpace> keySpaces() {
    List<BackupInfo.KeySpace> result = new ArrayList<>();
    spaces.forEach(
        (space, counts) -> {
          if (counts.live + counts.superseded + counts.tombstones > 0) {
            result.add(
                new BackupInfo.KeySpace(
                    space.prefix(),
                    space.group(),
                    space.resource(),
                    counts.live,
                    counts.superseded,
                    counts.tombstones,
                    counts.bytes));
          }
        });
    result.sort(Comparator.comparing(BackupInfo.KeySpace::prefix));
    return result;
  }

  /// Neighbours are mostly of one resource, so the last one is tried first.
  private Counts counts(RevisionRecord record) {
    if (!(keys.read(record.keyBytes()) instanceof ObjectKey object)) {
      return foreign;
    }
    if (lastKey.isEmpty() || !object.isBesides(lastKey.get())) {
      lastKey = Optional.of(object);
      lastCounts = counts(object);
    }
    return lastCounts;
  }

  private Counts counts(ObjectKey object) {
    Space space =
        new Space(
            object.etcdPrefix() + "/" + object.stored().path() + "/",
            object.group(),
            object.resource());
    return spaces.size() >= MAX_KEY_SPACES && !spaces.containsKey(space)
        ? foreign
        : spaces.computeIfAbsent(space, s -> new Counts());
  }
}
