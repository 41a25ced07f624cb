package dev.snapseal.tools.drill;

import dev.snapseal.tools.etcd.LeaseLife;
import dev.snapseal.tools.etcd.LiveEtcd;
import dev.snapseal.tools.etcd.LiveEtcdException;
import dev.snapseal.tools.report.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Compares a served store with the file: revision, leases, every key, and the hash over the whole
/// history.
final class StoreComparison {
  /// etcd raises shorter leases to this many seconds: one and a half election time-outs, rounded
  /// up.
  ///
  /// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/etcdserver/server.go">etcd
  ///   server.go: `minTTL`</a>
  private static final long LEAST_SECONDS = 2;

  /// Leases that end sooner may have ended before they were asked for.
  private static final long SOON_SECONDS = 60;

  private static final int MAX_NAMED = 3;

  private final Rehearsal rehearsal;
  private final LiveEtcd etcd;
  private final ServedComparison keys;
  private final List<String> differences = new ArrayList<>();
  private long differenceCount;
  private long endedLeases;

  StoreComparison(Rehearsal rehearsal, LiveEtcd etcd, ServedComparison keys) {
    this.rehearsal = rehearsal;
    this.etcd = etcd;
    this.keys = keys;
  }

  /// Compares all of it.
  ///
  /// @return what was seen
  /// @throws StepFailure if something differs, or may not be read
  String compare() throws IOException, StepFailure {
    try {
      return compareAll();
    } catch (LiveEtcdException e) {
      if (!e.isDenied()) {
        throw e;
      }
      throw new StepFailure(
          "the backup has authentication on, and user root may not read it: " + e.getMessage(),
          List.of(
              "give it its role back where the cluster still runs, and take a new backup: etcdctl"
                  + " user grant-role root root"));
    }
  }

  private String compareAll() throws IOException, StepFailure {
    leases();
    long revision = rehearsal.revision();
    revision(revision);
    etcd.forEachKey(revision, keys);
    keys.finish();
    long hash = etcd.hashKv(revision);
    if (hash != rehearsal.hashKv()) {
      differ("hashKV %d served, %d in the file".formatted(hash, rehearsal.hashKv()));
    }
    if (differenceCount + keys.differenceCount() > 0) {
      throw different();
    }
    return "%s equal: value, revisions, version, lease; %s, revision, hashKV%s"
        .formatted(
            Quantity.count(keys.compared(), "key"),
            Quantity.count(rehearsal.facts().leases().size(), "lease"),
            endedLeases == 0
                ? ""
                : "; " + Quantity.count(endedLeases, "lease") + " had ended already");
  }

  private StepFailure different() {
    List<String> all = new ArrayList<>(keys.differences());
    all.addAll(differences);
    return new StepFailure(
        "%s: %s"
            .formatted(
                Quantity.count(differenceCount + keys.differenceCount(), "difference"),
                String.join("; ", all)),
        List.of(
            "do not restore this backup before it is understood; look at one key: snapseal get "
                + rehearsal.words().opened()
                + " KEY"));
  }

  /// What a lease had left is not in the file of most clusters: each begins anew.
  private void leases() throws IOException {
    Map<Long, Long> expected = rehearsal.facts().leases();
    for (LeaseLife life : etcd.leases(expected.keySet())) {
      long seconds = Math.max(LEAST_SECONDS, expected.get(life.id()));
      if (life.isThere() && life.grantedSeconds() != seconds) {
        differ(
            "lease %s: %d s served, %d s in the file"
                .formatted(Long.toHexString(life.id()), life.grantedSeconds(), seconds));
      } else if (!life.isThere() && seconds <= SOON_SECONDS) {
        endedLeases++;
      } else if (!life.isThere()) {
        differ("lease %s is not served".formatted(Long.toHexString(life.id())));
      }
    }
  }

  /// A lease that ends takes its keys with it, at a new revision.
  private void revision(long expected) throws IOException {
    long served = etcd.status().revision();
    boolean mayHaveGrown =
        rehearsal.facts().leases().values().stream().anyMatch(seconds -> seconds <= SOON_SECONDS);
    if (served < expected || (served > expected && !mayHaveGrown)) {
      differ("revision %d served, %d in the file".formatted(served, expected));
    }
  }

  private void differ(String difference) {
    differenceCount++;
    if (differences.size() < MAX_NAMED) {
      differences.add(difference);
    }
  }
}
