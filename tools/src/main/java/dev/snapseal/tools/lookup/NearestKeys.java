package dev.snapseal.tools.lookup;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.report.SafeText;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/// The live keys that are most like one that is not there.
final class NearestKeys implements RecordVisitor {
  private static final int KEPT = 3;
  private static final int MAX_EDITS = 3;

  private record Candidate(int distance, String key) {}

  private final KeyQuery query;
  private final RevisionIndex index;
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final TreeSet<Candidate> nearest =
      new TreeSet<>(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::key));

  private NearestKeys(KeyQuery query, RevisionIndex index) {
    this.query = query;
    this.index = index;
  }

  /// At most three, nearest first.
  static List<String> find(Snapshot snapshot, KeyQuery query) throws IOException {
    try (RevisionIndex index = RevisionIndex.build(snapshot)) {
      NearestKeys keys = new NearestKeys(query, index);
      snapshot.forEachRevision(keys);
      return keys.nearest.stream().map(Candidate::key).toList();
    }
  }

  @Override
  public void record(RevisionRecord record) {
    OptionalInt distance = distance(record);
    if (distance.isPresent() && index.isLive(record)) {
      nearest.add(new Candidate(distance.getAsInt(), SafeText.etcdKey(record.key())));
      if (nearest.size() > KEPT) {
        nearest.pollLast();
      }
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    // It has no key that could be meant.
  }

  private OptionalInt distance(RevisionRecord record) {
    var wanted = query.wanted();
    if (wanted.isPresent()) {
      return keys.read(record.key()) instanceof ObjectKey key
          ? wanted.get().distance(key)
          : OptionalInt.empty();
    }
    if (Math.abs(record.keyLength() - query.text().length()) > MAX_EDITS) {
      return OptionalInt.empty();
    }
    int edits = EditDistance.between(query.text(), SafeText.etcdKey(record.key()));
    return edits <= MAX_EDITS ? OptionalInt.of(edits) : OptionalInt.empty();
  }
}
