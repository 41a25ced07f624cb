package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.report.SafeText;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds the objects that hold a value now: in the newest store of each timeline of each cluster.
///
/// Most values that were readable stand nowhere any more, or in their own object alone: bits say so
/// without looking, in memory that does not grow. Belongs to one thread.
final class OtherPlaces implements AutoCloseable {
  /// Places of one object's values that are named.
  static final int MAX_PLACES = 100;

  private static final int BITS = 1 << 26;

  private final IndexStore store;
  private final Clusters clusters;
  private final ResourcePolicy policy;
  private final RowCursor rows;
  private final List<Evidence> newest;
  private final BitSet once = new BitSet(BITS);
  private final BitSet twice = new BitSet(BITS);
  private final KubernetesKeyReader keys = new KubernetesKeyReader();

  OtherPlaces(IndexStore store, Clusters clusters, ResourcePolicy policy) throws CaseException {
    this.store = store;
    this.clusters = clusters;
    this.policy = policy;
    this.newest = clusters.newestOfTimelines();
    this.rows = store.liveCursor();
    try {
      for (Evidence evidence : newest) {
        learn(evidence.rowSet());
      }
    } catch (CaseException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private void learn(int rowSet) throws CaseException {
    boolean more = rows.seek(LiveRows.start(rowSet, 0));
    while (more && rowSet == store.parse(rows, (key, _) -> LiveRows.rowSet(key))) {
      int bit = bit(store.parse(rows, (key, _) -> LiveRows.anywhere(key)));
      if (once.get(bit)) {
        twice.set(bit);
      }
      once.set(bit);
      more = rows.next();
    }
  }

  private static int bit(long anywhere) {
    return (int) (anywhere & (BITS - 1));
  }

  /// Where values of an object stand besides.
  ///
  /// @param cluster of the object, as [Clusters] names it
  /// @param values as [DataMember#anywhere]
  /// @param live those of them that are live in this object itself
  /// @return in the order of etcd keys, at most [#MAX_PLACES]
  List<OtherPlace> of(MemorySegment etcdKey, String cluster, Set<Long> values, Set<Long> live)
      throws CaseException {
    Set<OtherPlace> places = new TreeSet<>();
    for (long value : values) {
      if ((live.contains(value) ? twice : once).get(bit(value))) {
        for (Evidence evidence : newest) {
          add(places, evidence, value, new Own(etcdKey, cluster));
        }
      }
    }
    return List.copyOf(places);
  }

  private record Own(MemorySegment etcdKey, String cluster) {
    boolean is(MemorySegment otherKey, String otherCluster) {
      return cluster.equals(otherCluster) && etcdKey.mismatch(otherKey) < 0;
    }
  }

  private void add(Set<OtherPlace> places, Evidence evidence, long value, Own own)
      throws CaseException {
    String cluster = clusters.clusterOf(evidence.number());
    boolean more = rows.seek(LiveRows.start(evidence.rowSet(), value));
    while (more && places.size() < MAX_PLACES && isAt(evidence, value)) {
      byte[] found = store.parse(rows, (key, _) -> LiveRows.etcdKey(key));
      MemorySegment key = MemorySegment.ofArray(found);
      if (!own.is(key, cluster)
          && keys.read(found) instanceof ObjectKey object
          && policy.includes(object.groupResource())) {
        Optional<String> other =
            cluster.equals(own.cluster()) ? Optional.empty() : Clusters.uid(cluster);
        places.add(
            new OtherPlace(
                SafeText.etcdKey(key),
                object.namespace().map(namespace -> namespace + "/").orElse("") + object.name(),
                cluster.equals(own.cluster()),
                other));
      }
      more = rows.next();
    }
  }

  private boolean isAt(Evidence evidence, long value) throws CaseException {
    return store.parse(rows, (key, _) -> LiveRows.rowSet(key)) == evidence.rowSet()
        && store.parse(rows, (key, _) -> LiveRows.anywhere(key)) == value;
  }

  @Override
  public void close() {
    rows.close();
  }
}
