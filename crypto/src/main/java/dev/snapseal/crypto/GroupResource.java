package dev.snapseal.crypto;

/// A kind of object as an encryption rule names it.
///
/// @param group API group; empty for the core group, `*` in a rule for every group
/// @param resource lower-case plural; `*` in a rule for every resource of the group
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/runtime/schema/group_version.go">
///   apimachinery schema/group_version.go: `ParseGroupResource`</a>
public record GroupResource(String group, String resource) {

  /// Reads `secrets`, `secrets.` (the same) or `deployments.apps`: the first dot ends the resource.
  public static GroupResource parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new GroupResource("", text)
        : new GroupResource(text.substring(dot + 1), text.substring(0, dot));
  }

  /// Whether this stands for more than one resource.
  public boolean isWildcard() {
    return resource.equals("*");
  }

  /// Whether this is a wildcard under which `other`, possibly a wildcard itself, falls.
  public boolean covers(GroupResource other) {
    return isWildcard() && (group.equals("*") || group.equals(other.group));
  }

  /// By hand, as [#hashCode]: the ones the compiler makes for a record take milliseconds to start,
  /// and every value of a backup is looked up by its resource.
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof GroupResource that
            && resource.equals(that.resource)
            && group.equals(that.group));
  }

  @Override
  public int hashCode() {
    return 31 * group.hashCode() + resource.hashCode();
  }

  /// `secrets`, `deployments.apps`, `*.`, `*.apps` or `*.*`.
  @Override
  public String toString() {
    return group.isEmpty() && !isWildcard() ? resource : resource + "." + group;
  }
}
