package dev.snapseal.tools.drill;

import java.util.Map;
import java.util.TreeMap;

/// What a restored etcd held, to be compared with the next drill's.
///
/// @param revision main revision of the backup
/// @param keys that exist
/// @param leases that the backup has
/// @param byPrefix number of keys by what they begin with, such as `/registry/secrets/`; all others
///   under an empty text
public record DrillCounts(long revision, long keys, long leases, Map<String, Long> byPrefix) {
  public DrillCounts {
    byPrefix = Map.copyOf(byPrefix);
  }

  /// The same in the order of prefixes.
  public Map<String, Long> sortedPrefixes() {
    return new TreeMap<>(byPrefix);
  }
}
