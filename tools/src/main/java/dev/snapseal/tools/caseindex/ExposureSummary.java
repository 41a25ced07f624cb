package dev.snapseal.tools.caseindex;

/// How many objects could be read, and what became of them.
///
/// @param objects of the policy, each counted once for each cluster
/// @param exposed those of them that could be read
/// @param due exposed and still to be rotated
/// @param unknown exposed, and it is not known whether they were rotated
/// @param rotated exposed and changed since
/// @param harmless exposed, and what was not changed is no secret
/// @param deleted exposed, and there in the newest evidence no more
public record ExposureSummary(
    long objects, long exposed, long due, long unknown, long rotated, long harmless, long deleted) {
  static final ExposureSummary EMPTY = new ExposureSummary(0, 0, 0, 0, 0, 0, 0);

  ExposureSummary plusUnexposed() {
    return new ExposureSummary(objects + 1, exposed, due, unknown, rotated, harmless, deleted);
  }

  ExposureSummary plus(Exposure exposure) {
    boolean isKnown = exposure.rotation().isDue().isPresent();
    boolean isDue = exposure.rotation().isDue().orElse(false);
    boolean isHarmless = exposure.rotation() == Exposure.Rotation.HARMLESS;
    return new ExposureSummary(
        objects + 1,
        exposed + 1,
        due + (isDue ? 1 : 0),
        unknown + (isKnown ? 0 : 1),
        rotated + (isKnown && !isDue && !isHarmless ? 1 : 0),
        harmless + (isHarmless ? 1 : 0),
        deleted + (exposure.existence() == Exposure.Existence.DELETED ? 1 : 0));
  }
}
