package dev.snapseal.tools.drill;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.tools.drill.DrillReport.Surprise;
import dev.snapseal.tools.report.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an operator would not expect of the cluster that comes out of a backup.
final class Surprises {
  /// Until Kubernetes' own short leases end: endpoints of API servers have 15 s.
  private static final long SHORT_SECONDS = 60;

  /// What etcd's documentation adds: more than a week of 1500 writes a second.
  ///
  /// @see <a href="https://etcd.io/docs/v3.6/op-guide/recovery/#restoring-with-revision-bump">etcd:
  ///   Restoring with revision bump</a>
  private static final long BUMP = 1_000_000_000;

  private final StoreFacts facts;
  private final long revision;
  private final EtcdPrograms programs;
  private final PlainFile file;

  Surprises(StoreFacts facts, long revision, EtcdPrograms programs, PlainFile file) {
    this.facts = facts;
    this.revision = revision;
    this.programs = programs;
    this.file = file;
  }

  List<Surprise> all(FileDigest.Trailer trailer) {
    List<Surprise> all = new ArrayList<>();
    all.add(bump(trailer));
    if (!facts.leases().isEmpty()) {
      all.add(leases());
    }
    all.add(members());
    if (facts.alarms() > 0) {
      all.add(
          new Surprise(
              "alarms",
              "%s is raised in it: etcd refuses writes until it is disarmed"
                  .formatted(Quantity.count(facts.alarms(), "alarm")),
              Optional.of("etcdctl alarm disarm")));
    }
    if (facts.needsLogin()) {
      all.add(
          new Surprise(
              "authentication",
              "authentication is on in it: etcd asks for its users and passwords",
              Optional.empty()));
    }
    return all;
  }

  private Surprise bump(FileDigest.Trailer trailer) {
    boolean canBump = programs.restorer().name().equals("etcdutl");
    String text =
        "revisions start again at %s: whoever watched the old cluster holds later ones, and would"
                .formatted(Quantity.count(revision))
            + " miss changes or see old ones as new; raise them by "
            + Quantity.count(BUMP)
            + (canBump ? "" : " (with etcdutl: " + programs.restorer() + " cannot)");
    return new Surprise(
        "revisions",
        text,
        Optional.of(
            "%s --bump-revision %d --mark-compacted --data-dir DIR"
                .formatted(file.restore("etcdutl", trailer != FileDigest.Trailer.ABSENT), BUMP)));
  }

  private Surprise leases() {
    long shortOnes =
        facts.leases().values().stream().filter(seconds -> seconds <= SHORT_SECONDS).count();
    long least = facts.leases().values().stream().mapToLong(Long::longValue).min().orElse(0);
    return new Surprise(
        "leases",
        "%s begin anew when etcd starts, the shortest with %s s; %s end within a minute unless"
                .formatted(
                    Quantity.count(facts.leases().size(), "lease"),
                    Quantity.count(least),
                    Quantity.count(shortOnes))
            + " somebody keeps them alive, and their keys with them",
        Optional.empty());
  }

  private Surprise members() {
    return new Surprise(
        "members",
        "the restored cluster has a new ID and one member; members of the old one%s cannot join it"
                .formatted(facts.members() == 0 ? "" : " (" + Quantity.count(facts.members()) + ")")
            + " with the data they have: restore once for each member, with --initial-cluster, and"
            + " start all API servers anew",
        Optional.empty());
  }
}
