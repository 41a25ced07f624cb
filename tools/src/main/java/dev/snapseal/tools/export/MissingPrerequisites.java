package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What exported objects need and what was not exported with them: definitions of custom resources,
/// the volumes that claims are bound to, and Namespaces. Belongs to one thread.
final class MissingPrerequisites {
  private static final String DEFINITIONS = "customresourcedefinitions";
  private static final String VOLUMES = "persistentvolumes";
  private static final String NAMESPACES = "namespaces";
  private static final int MAX_KEPT = 1000;

  private final Set<String> needed = new TreeSet<>();
  private final Set<String> exported = new TreeSet<>();
  private boolean hasCustomResources;

  void note(ObjectKey key, ManifestFacts manifest) {
    String resource = key.resource();
    if (ApplyOrder.isCustom(manifest.rank())) {
      hasCustomResources = true;
      need(DEFINITIONS + "/" + resource + "." + key.group());
    } else if (Set.of(DEFINITIONS, VOLUMES, NAMESPACES).contains(resource)) {
      exported.add(resource + "/" + key.name());
    } else {
      manifest.volume().ifPresent(volume -> need(VOLUMES + "/" + volume));
    }
    key.namespace()
        .filter(namespace -> !ClusterMade.OWN_NAMESPACES.contains(namespace))
        .ifPresent(namespace -> need(NAMESPACES + "/" + namespace));
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

  /// Whether custom resources and the definitions of some of them were exported together.
  boolean areDefinitionsAmongThem() {
    return hasCustomResources
        && exported.stream().anyMatch(object -> object.startsWith(DEFINITIONS + "/"));
  }
}
