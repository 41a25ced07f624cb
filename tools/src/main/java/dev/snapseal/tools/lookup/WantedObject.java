package dev.snapseal.tools.lookup;

import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.ObjectArgument;
import dev.snapseal.tools.kubernetes.StoredResource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An object that was not found, to compare others with.
///
/// @param resources what its resource may be
record WantedObject(List<StoredResource> resources, Optional<String> namespace, String name) {
  /// More changed letters than this make another name.
  private static final int MAX_EDITS = 3;

  private static final int OTHER_NAMESPACE = 1;
  private static final int OTHER_RESOURCE = 10;

  static WantedObject of(ObjectArgument argument) {
    return new WantedObject(argument.resources(), argument.namespace(), argument.name());
  }

  static WantedObject of(ObjectKey key) {
    return new WantedObject(List.of(key.stored()), key.namespace(), key.name());
  }

  /// How unlike an object is, from 0; nothing if it resembles the wanted one in no way.
  OptionalInt distance(ObjectKey key) {
    boolean sameResource = resources.contains(key.stored());
    boolean sameNamespace = namespace.equals(key.namespace());
    if (name.equals(key.name())) {
      return OptionalInt.of(sameResource ? OTHER_NAMESPACE : OTHER_RESOURCE);
    }
    if (!sameResource || Math.abs(key.name().length() - name.length()) > MAX_EDITS) {
      return OptionalInt.empty();
    }
    int edits = EditDistance.between(name, key.name());
    return edits <= MAX_EDITS
        ? OptionalInt.of(edits + (sameNamespace ? 1 : 2))
        : OptionalInt.empty();
  }
}
