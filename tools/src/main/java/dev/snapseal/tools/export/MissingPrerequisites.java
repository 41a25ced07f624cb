package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What exported objects need and what was not exported with them: definitions of custom resources
/// and the volumes that claims are bound to. Belongs to one thread.
final class MissingPrerequisites {
  private static final String DEFINITIONS = "customresourcedefinitions";
  private static final String VOLUMES = "persistentvolumes";
  private static final int MAX_KEPT = 1000;

  private final Set<String> needed = new TreeSet<>();
  private final Set<String> exported = new TreeSet<>();

  void note(ObjectKey key, ManifestFacts manifest) {
    String resource = key.resource();
    if (key.stored().kind().isEmpty()) {
      need(DEFINITIONS + "/" + resource + "." + key.group());
    } else if (resource.equals(DEFINITIONS)) {
      exported.add(DEFINITIONS + "/" + key.name());
    } else if (resource.equals(VOLUMES)) {
      exported.add(VOLUMES + "/" + key.name());
    } else {
      manifest.volume().ifPresent(volume -> need(VOLUMES + "/" + volume));
    }
  }

  private void need(String object) {
    if (needed.size() < MAX_KEPT) {
      needed.add(object);
    }
  }

  /// As `KIND/NAME`, in alphabetical order.
  List<String> missing() {
    return needed.stream().filter(object -> !exported.contains(object)).toList();
  }
}
