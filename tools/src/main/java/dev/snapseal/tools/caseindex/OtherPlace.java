package dev.snapseal.tools.caseindex;

import java.util.Comparator;
import java.util.Optional;

/// An object that holds a value that another's was readable with.
///
/// @param key etcd key, bytes that are not UTF-8 as `\xNN`
/// @param name such as `staging/db`, as the backup has it
/// @param isOfSameCluster as the other
/// @param otherCluster uid of the namespace `kube-system` there; empty if it is of the same
///   cluster, or not known
public record OtherPlace(
    String key, String name, boolean isOfSameCluster, Optional<String> otherCluster)
    implements Comparable<OtherPlace> {
  private static final Comparator<OtherPlace> ORDER =
      Comparator.comparing(OtherPlace::key)
          .thenComparing(OtherPlace::isOfSameCluster)
          .thenComparing(place -> place.otherCluster().orElse(""));

  @Override
  public int compareTo(OtherPlace other) {
    return ORDER.compare(this, other);
  }
}
