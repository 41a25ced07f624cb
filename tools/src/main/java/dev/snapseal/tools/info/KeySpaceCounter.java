package dev.snapseal.tools.info;

import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  KeySpaceCounter(RevisionIndex index) {
    this.index = index;
  }

  @Override
  public void record(RevisionRecord record) {
    Space space = space(record);
    if (spaces.size() >= MAX_KEY_SPACES && !spaces.containsKey(space)) {
      space = FOREIGN;
    }
    Counts counts = spaces.computeIfAbsent(space, s -> new Counts());
    counts.bytes += record.valueLength();
    if (record.isTombstone()) {
      counts.tombstones++;
    } else if (index.isNewest(record)) {
      counts.live++;
    } else {
      counts.superseded++;
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    // The index has counted it.
  }

  List<BackupInfo.KeySpace> keySpaces() {
    List<BackupInfo.KeySpace> result = new ArrayList<>();
    spaces.forEach(
        (space, counts) ->
            result.add(
                new BackupInfo.KeySpace(
                    space.prefix(),
                    space.group(),
                    space.resource(),
                    counts.live,
                    counts.superseded,
                    counts.tombstones,
                    counts.bytes)));
    result.sort(Comparator.comparing(BackupInfo.KeySpace::prefix));
    return result;
  }

  private Space space(RevisionRecord record) {
    return switch (keys.read(record.key())) {
      case KubernetesKey.ObjectKey object ->
          new Space(
              object.etcdPrefix() + "/" + object.stored().path() + "/",
              object.group(),
              object.resource());
      case KubernetesKey.OtherKey _ -> FOREIGN;
    };
  }
}
