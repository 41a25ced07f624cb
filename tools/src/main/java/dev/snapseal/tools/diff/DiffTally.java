package dev.snapseal.tools.diff;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.diff.DiffReport.Change;
import dev.snapseal.tools.diff.DiffReport.Churn;
import dev.snapseal.tools.diff.DiffReport.Entry;
import dev.snapseal.tools.diff.DiffReport.Loss;
import dev.snapseal.tools.diff.DiffReport.ObjectName;
import dev.snapseal.tools.diff.DiffReport.Reencryption;
import dev.snapseal.tools.diff.DiffReport.Undecided;
import dev.snapseal.tools.diff.DiffReport.UndecidedGroup;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.report.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What one part of the keys, or several put together, differs in. Belongs to one thread.
final class DiffTally {
  private record Move(EncryptionPrefix from, EncryptionPrefix to) {}

  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  final List<Entry> added = new ArrayList<>();
  final List<Entry> removed = new ArrayList<>();
  final List<Change> changed = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  final List<Undecided> undecided = new ArrayList<>();
  private final ResourceProtection protection = new ResourceProtection();
  private final UndecidedGroups groups = new UndecidedGroups();
  private final ClusterChurn churn = new ClusterChurn();
  private final Map<Move, Long> moves = new HashMap<>();
  private long addedCount;
  private long removedCount;
  private long changedCount;
  private long unchangedCount;
  private long lossCount;
  private long undecidedCount;
  private long lackingKey;

  /// Counts how a value of the backup before is stored.
  void before(RevisionRecord record, boolean isPlain) {
    if (keys.read(record.key()) instanceof ObjectKey key) {
      protection.before(key.groupResource(), isPlain);
    }
  }

  void added(RevisionRecord record, Optional<EncryptionPrefix> stored) {
    addedCount++;
    churn(record, ClusterChurn.Kind.ADDED);
    Entry entry = entry(record, stored);
    list(added, entry);
    boolean isPlain = stored.filter(EncryptionPrefix.NONE::equals).isPresent();
    if (isPlain && keys.read(record.key()) instanceof ObjectKey key) {
      protection.addedInPlain(key.groupResource(), entry);
    }
  }

  void removed(RevisionRecord record, Optional<EncryptionPrefix> stored) {
    removedCount++;
    churn(record, ClusterChurn.Kind.REMOVED);
    list(removed, entry(record, stored));
  }

  void unchanged() {
    unchangedCount++;
  }

  void changed(RevisionRecord before, RevisionRecord after, FieldDiff.Result fields) {
    changedCount++;
    churn(after, ClusterChurn.Kind.CHANGED);
    list(
        changed,
        new Change(
            name(after),
            SafeText.etcdKey(after.key()),
            before.revision().main(),
            after.revision().main(),
            fields.compared(),
            fields.listed(),
            fields.count()));
  }

  void reencrypted(EncryptionPrefix from, EncryptionPrefix to) {
    moves.merge(new Move(from, to), 1L, Long::sum);
  }

  void lost(RevisionRecord after, EncryptionPrefix from) {
    lossCount++;
    list(
        losses,
        new Loss(
            name(after),
            SafeText.etcdKey(after.key()),
            after.revision().main(),
            Optional.of(from)));
  }

  /// Those that were encrypted, and the new ones, in the order of keys.
  List<Loss> losses() {
    return Stream.concat(
            losses.stream(),
            protection.losses().stream()
                .map(
                    entry ->
                        new Loss(entry.object(), entry.key(), entry.revision(), Optional.empty())))
        .sorted(Comparator.comparing(Loss::key))
        .limit(DiffReport.MAX_LISTED)
        .toList();
  }

  void undecided(Undecided value, boolean lacksKey) {
    undecidedCount++;
    lackingKey += lacksKey ? 1 : 0;
    list(undecided, value);
    groups.add(value);
  }

  List<UndecidedGroup> undecidedGroups() {
    return groups.listed();
  }

  List<Churn> churn() {
    return churn.listed();
  }

  private void churn(RevisionRecord record, ClusterChurn.Kind kind) {
    if (keys.read(record.key()) instanceof ObjectKey key) {
      churn.count(key.groupResource(), kind);
    }
  }

  /// Adds what the next part counted.
  void add(DiffTally other) {
    other.added.forEach(entry -> list(added, entry));
    other.removed.forEach(entry -> list(removed, entry));
    other.changed.forEach(entry -> list(changed, entry));
    other.losses.forEach(entry -> list(losses, entry));
    other.undecided.forEach(entry -> list(undecided, entry));
    other.moves.forEach((move, count) -> moves.merge(move, count, Long::sum));
    protection.add(other.protection);
    groups.add(other.groups);
    churn.add(other.churn);
    addedCount += other.addedCount;
    removedCount += other.removedCount;
    changedCount += other.changedCount;
    unchangedCount += other.unchangedCount;
    lossCount += other.lossCount;
    undecidedCount += other.undecidedCount;
    lackingKey += other.lackingKey;
  }

  DiffReport.Counts counts() {
    return new DiffReport.Counts(
        addedCount,
        removedCount,
        changedCount,
        unchangedCount,
        moves.values().stream().mapToLong(Long::longValue).sum(),
        lossCount + protection.lossCount(),
        undecidedCount);
  }

  long lackingKey() {
    return lackingKey;
  }

  /// Most values first.
  List<Reencryption> reencrypted() {
    return moves.entrySet().stream()
        .map(
            entry -> new Reencryption(entry.getKey().from(), entry.getKey().to(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(Reencryption::values)
                .reversed()
                .thenComparing(move -> move.from().text())
                .thenComparing(move -> move.to().text()))
        .toList();
  }

  private Entry entry(RevisionRecord record, Optional<EncryptionPrefix> stored) {
    return new Entry(
        name(record), SafeText.etcdKey(record.key()), record.revision().main(), stored);
  }

  ObjectName name(RevisionRecord record) {
    return keys.read(record.key()) instanceof ObjectKey key
        ? new ObjectName(
            Optional.of(key.groupResource().toString()), key.namespace(), Optional.of(key.name()))
        : new ObjectName(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static <T> void list(List<T> list, T entry) {
    if (list.size() < DiffReport.MAX_LISTED) {
      list.add(entry);
    }
  }
}
