package dev.snapseal.tools.export;

import dev.snapseal.tools.export.BackupExport.ExportOptions;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.OtherKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.state.LiveRecords;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Chooses keys and ranks them, and notes what of a selection no key meets. Belongs to one thread.
final class SelectedKeys {
  private static final int NAMESPACES_KEPT = 20;

  /// Others may need these, so it matters which there are.
  private static final Set<String> PREREQUISITES =
      Set.of("namespaces", "persistentvolumes", "customresourcedefinitions");

  /// More of them are nobody's.
  private static final int PREREQUISITES_KEPT = 1 << 17;

  private final KubernetesKeyReader keys;
  private final Set<String> prerequisites = new HashSet<>();
  private final ExportSelection selection;
  private final Set<String> unmetNamespaces;
  private final Set<ExportTarget> unmetTargets;
  private final Set<String> namespaces = new TreeSet<>();
  private long foreign;

  SelectedKeys(ExportOptions options) {
    this.keys = new KubernetesKeyReader(options.etcdPrefixes());
    this.selection = options.selection();
    this.unmetNamespaces = new HashSet<>(selection.namespaces());
    this.unmetTargets = new HashSet<>(selection.targets());
  }

  /// The rank of a live key, or [LiveRecords#NONE].
  int rank(MemorySegment key) {
    KubernetesKey read = keys.read(key);
    if (read instanceof ObjectKey object) {
      noteNamespace(object);
      if (PREREQUISITES.contains(object.resource())
          && object.stored().kind().isPresent()
          && prerequisites.size() < PREREQUISITES_KEPT) {
        prerequisites.add(object.resource() + "/" + object.name());
      }
      if (!selection.mayHold(object)) {
        return LiveRecords.NONE;
      }
      unmetTargets.removeIf(target -> target.isOf(object));
      return ApplyOrder.rank(object.stored());
    }
    if (read == OtherKey.UNLISTED_RESOURCE) {
      return selection.targets().isEmpty() ? ApplyOrder.UNLISTED : LiveRecords.NONE;
    }
    foreign += selection.isOfEverything() ? 1 : 0;
    return LiveRecords.NONE;
  }

  private void noteNamespace(ObjectKey object) {
    if (object.namespace().isPresent()) {
      String namespace = object.namespace().get();
      unmetNamespaces.remove(namespace);
      if (namespaces.size() < NAMESPACES_KEPT) {
        namespaces.add(namespace);
      }
    } else if (object.resource().equals("namespaces")) {
      unmetNamespaces.remove(object.name());
    }
  }

  /// Live keys that are no objects; none if objects were named, which these are not.
  long foreign() {
    return foreign;
  }

  /// Whether the backup has this Namespace, volume or definition, written as `RESOURCE/NAME`.
  boolean holds(String prerequisite) {
    return prerequisites.contains(prerequisite);
  }

  /// Kinds that were asked for and of which there are no objects.
  List<String> unmet() {
    return unmetTargets.stream().map(ExportTarget::text).sorted().toList();
  }

  /// Fails if an object that was named is not there, or nothing of all kinds that were.
  void refuseUnmet(String file, long revision) throws NothingSelectedException {
    if (!unmetNamespaces.isEmpty()) {
      throw new NothingSelectedException(
          file,
          "nothing is in namespace %s at revision %d"
              .formatted(String.join(", ", new TreeSet<>(unmetNamespaces)), revision),
          List.copyOf(namespaces));
    }
    boolean isNothing =
        !unmetTargets.isEmpty() && unmetTargets.size() == Set.copyOf(selection.targets()).size();
    if (isNothing || unmetTargets.stream().anyMatch(target -> target.name().isPresent())) {
      throw new NothingSelectedException(
          file,
          "there is no %s at revision %d".formatted(String.join(", ", unmet()), revision),
          List.copyOf(namespaces));
    }
  }
}
