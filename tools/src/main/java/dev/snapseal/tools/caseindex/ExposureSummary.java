package dev.snapseal.tools.caseindex;

import java.util.List;

/// How many objects could be read, and what became of them.
///
/// @param objects of the policy, each counted once for each cluster
/// @param exposed those of them that could be read
/// @param due exposed and still to be rotated
/// @param unknown exposed, and it is not known whether they were rotated
/// @param rotated exposed and changed since
/// @param harmless exposed, and what was not changed is no secret
/// @param empty exposed, and they hold no data
/// @param deleted exposed, and there in the newest evidence no more
/// @param apart numbers of backups that name no cluster and hold no revision of another backup, if
///   there is another: what they hold was compared with no other's
public record ExposureSummary(
    long objects,
    long exposed,
    long due,
    long unknown,
    long rotated,
    long harmless,
    long empty,
    long deleted,
    List<Integer> apart) {
  public ExposureSummary {
    apart = List.copyOf(apart);
  }

  /// Of no objects yet.
  static ExposureSummary of(List<Integer> apart) {
    return new ExposureSummary(0, 0, 0, 0, 0, 0, 0, 0, apart);
  }

  ExposureSummary plusUnexposed() {
    return new ExposureSummary(
        objects + 1, exposed, due, unknown, rotated, harmless, empty, deleted, apart);
  }

  ExposureSummary plus(Exposure exposure) {
    Exposure.Rotation rotation = exposure.rotation();
    boolean isKnown = rotation.isDue().isPresent();
    boolean isDue = rotation.isDue().orElse(false);
    return new ExposureSummary(
        objects + 1,
        exposed + 1,
        due + (isDue ? 1 : 0),
        unknown + (isKnown ? 0 : 1),
        rotated + (rotation == Exposure.Rotation.CHANGED ? 1 : 0),
        harmless + (rotation == Exposure.Rotation.HARMLESS ? 1 : 0),
        empty + (rotation == Exposure.Rotation.EMPTY ? 1 : 0),
        deleted + (exposure.existence() == Exposure.Existence.DELETED ? 1 : 0),
        apart);
  }
}
