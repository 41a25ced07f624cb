package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.plaintext.Remnant;
import java.util.Optional;

/// The object that something is, or is part of; of each part only what is known.
///
/// @param resource Kubernetes' plural
public record Named(
    Optional<String> group,
    Optional<String> resource,
    Optional<String> namespace,
    Optional<String> objectName) {
  static final Named NOTHING =
      new Named(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Such as `secrets prod/db`; of nothing that is known, only question marks.
  public String title() {
    return "%s %s%s"
        .formatted(
            resource.orElse("?"),
            namespace.map(known -> known + "/").orElse(""),
            objectName.orElse("?"));
  }

  static Named of(KubernetesKey key) {
    return key instanceof ObjectKey object
        ? of(object.groupResource(), object.namespace(), Optional.of(object.name()))
        : NOTHING;
  }

  static Named of(Remnant object) {
    return of(object.resource(), object.namespace(), object.name());
  }

  static Named of(GroupResource resource, Optional<String> namespace, Optional<String> objectName) {
    return new Named(
        Optional.of(resource.group()),
        Optional.of(resource.resource()).filter(text -> !text.isEmpty()),
        namespace,
        objectName);
  }
}
