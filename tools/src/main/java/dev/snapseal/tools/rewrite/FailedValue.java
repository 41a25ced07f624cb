package dev.snapseal.tools.rewrite;

/// A value that did not open, or that no rule could be found for.
///
/// @param key the etcd key, fit to be shown; empty if the element is no record
/// @param revision main revision
/// @param reason why, without anything of the value
/// @param isPlaintext whether it is plaintext, so that no key can be missing
public record FailedValue(String key, long revision, String reason, boolean isPlaintext)
    implements Comparable<FailedValue> {
  /// Where it is, for people.
  public String place() {
    return key + " at revision " + revision;
  }

  @Override
  public int compareTo(FailedValue other) {
    int byRevision = Long.compare(revision, other.revision);
    return byRevision == 0 ? key.compareTo(other.key) : byRevision;
  }
}
