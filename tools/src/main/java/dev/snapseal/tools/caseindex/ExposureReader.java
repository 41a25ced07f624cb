package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.report.SafeText;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Goes through all sightings, key by key, and says which objects could be read.
final class ExposureReader implements AutoCloseable {
  private final IndexStore store;
  private final Clusters clusters;
  private final ResourcePolicy policy;
  private final Consumer<Exposure> visitor;
  private final RevisionTimes times;
  private final OtherPlaces others;
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final Map<String, ExposureFold> folds = new TreeMap<>();
  private ExposureSummary summary;

  ExposureReader(
      IndexStore store, Clusters clusters, ResourcePolicy policy, Consumer<Exposure> visitor)
      throws CaseException {
    this.store = store;
    this.clusters = clusters;
    this.policy = policy;
    this.visitor = visitor;
    this.others = new OtherPlaces(store, clusters, policy);
    this.times = new RevisionTimes(store, clusters);
    this.summary = ExposureSummary.of(clusters.apart());
  }

  /// Reads all; `visitor` is given exposures in the order of etcd keys.
  ExposureSummary read() throws CaseException {
    try (RowCursor rows = store.recordCursor()) {
      for (boolean more = rows.first(); more; ) {
        more = readKey(rows);
      }
      return summary;
    }
  }

  /// Reads the rows of one key.
  ///
  /// @return whether there are rows behind them
  private boolean readKey(RowCursor rows) throws CaseException {
    byte[] etcdKey = store.parse(rows, (key, _) -> SightingRows.etcdKey(key));
    byte[] start = SightingRows.start(etcdKey);
    KubernetesKey named = keys.read(etcdKey);
    Optional<GroupResource> ofKey =
        named instanceof ObjectKey object ? Optional.of(object.groupResource()) : Optional.empty();
    Subject subject = new Subject(MemorySegment.ofArray(etcdKey), named, ofKey);
    folds.clear();
    boolean more = true;
    Optional<String> inside = Optional.empty();
    while (more && SightingRows.isAt(rows.key(), start)) {
      Sighting row = store.parse(rows, SightingRows::read);
      Optional<Integer> evidence = clusters.numberOf(row.evidence());
      if (evidence.isPresent()) {
        Sighting sighting = row.of(evidence.get());
        boolean isOfPolicy = isOfPolicy(subject, sighting);
        if (isOfPolicy && sighting.inside().isPresent()) {
          inside = sighting.inside();
        }
        fold(clusters.clusterOf(sighting.evidence())).add(sighting, isOfPolicy);
      }
      more = rows.next();
    }
    count(subject, inside);
    return more;
  }

  /// @param resource empty if the key names none
  private record Subject(
      MemorySegment etcdKey, KubernetesKey key, Optional<GroupResource> resource) {}

  private ExposureFold fold(String cluster) {
    return folds.computeIfAbsent(cluster, name -> new ExposureFold(clusters, name));
  }

  private boolean isOfPolicy(Subject subject, Sighting sighting) {
    return subject.resource().filter(policy::includes).isPresent()
        || sighting.inside().map(GroupResource::parse).filter(policy::includes).isPresent();
  }

  private void count(Subject subject, Optional<String> inside) throws CaseException {
    boolean isOfPolicy =
        inside.isPresent() || subject.resource().filter(policy::includes).isPresent();
    for (Map.Entry<String, ExposureFold> entry : folds.entrySet()) {
      ExposureFold fold = entry.getValue();
      fold.end();
      if (fold.first().isPresent()) {
        Exposure exposure = exposure(subject, inside, entry.getKey(), fold);
        summary = summary.plus(exposure);
        visitor.accept(exposure);
      } else if (isOfPolicy) {
        summary = summary.plusUnexposed();
      }
    }
  }

  private Exposure exposure(
      Subject subject, Optional<String> inside, String cluster, ExposureFold fold)
      throws CaseException {
    Optional<ObjectKey> object =
        subject.key() instanceof ObjectKey key ? Optional.of(key) : Optional.empty();
    Optional<Sighting> unplaced = fold.unplaced();
    List<OtherPlace> alsoIn =
        others.of(subject.etcdKey(), cluster, fold.anywhere(), fold.liveAnywhere());
    return new Exposure(
        SafeText.etcdKey(subject.etcdKey()),
        inside.or(() -> subject.resource().map(GroupResource::toString)).orElse(""),
        object.flatMap(ObjectKey::namespace),
        object.map(ObjectKey::name),
        Clusters.uid(cluster),
        moment(fold.first().orElseThrow()),
        moment(fold.last().orElseThrow()),
        unplaced.isPresent() ? Optional.of(moment(unplaced.get())) : Optional.empty(),
        fold.revisions(),
        fold.scopes(),
        fold.newestRevision(),
        rotation(fold, alsoIn),
        fold.unchanged(),
        alsoIn,
        fold.existence());
  }

  private static Exposure.Rotation rotation(ExposureFold fold, List<OtherPlace> alsoIn) {
    Exposure.Rotation own = fold.rotation();
    return alsoIn.isEmpty() || own.isDue().orElse(false) ? own : Exposure.Rotation.ELSEWHERE;
  }

  private Exposure.Moment moment(Sighting sighting) throws CaseException {
    return new Exposure.Moment(
        sighting.main(), times.of(sighting), sighting.evidence(), sighting.scope());
  }

  @Override
  public void close() {
    others.close();
    times.close();
  }
}
