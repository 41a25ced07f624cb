package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import java.util.List;

/// Which objects are wanted.
///
/// @param namespaces of which they must be; the Namespace objects themselves are among them. Empty:
///   any, and those of the cluster
/// @param targets of which they must be one; empty: any
/// @param labels that they must have
/// @param extent whether what a cluster makes by itself is wanted, too
public record ExportSelection(
    List<String> namespaces, List<ExportTarget> targets, LabelSelector labels, Extent extent) {

  public ExportSelection {
    namespaces = List.copyOf(namespaces);
    targets = List.copyOf(targets);
  }

  /// Whether what a cluster makes by itself is wanted.
  public enum Extent {
    /// Without it, unless an object is named.
    APPLICABLE,
    ALL
  }

  /// Whether nothing was named that an object must be or be in.
  boolean isOfEverything() {
    return namespaces.isEmpty() && targets.isEmpty();
  }

  /// Whether the key alone does not rule an object out.
  boolean mayHold(ObjectKey key) {
    return targets.isEmpty()
        ? isInNamespaces(key) || isNamespaceItself(key)
        : targets.stream()
            .anyMatch(
                target -> target.isOf(key) && (target.namespace().isPresent() || isWithin(key)));
  }

  /// Whether somebody wants this one object, by its name.
  boolean names(ObjectKey key) {
    return targets.stream().anyMatch(target -> target.name().isPresent() && target.isOf(key));
  }

  /// Of a kind that was asked for, objects of the cluster are in every namespace.
  private boolean isWithin(ObjectKey key) {
    return key.namespace().isEmpty() || isInNamespaces(key);
  }

  private boolean isInNamespaces(ObjectKey key) {
    return namespaces.isEmpty() || key.namespace().filter(namespaces::contains).isPresent();
  }

  private boolean isNamespaceItself(ObjectKey key) {
    return key.resource().equals("namespaces")
        && key.group().isEmpty()
        && namespaces.contains(key.name());
  }
}
