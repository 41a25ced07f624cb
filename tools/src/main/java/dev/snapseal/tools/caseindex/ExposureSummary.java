package dev.snapseal.tools.caseindex;

/// How many objects could be read, and what became of them.
///
/// @param objects of the policy, each counted once for each cluster
/// @param exposed those of them that could be read
/// @param due exposed and still to be rotated
/// @param unknown exposed, and it is not known whether they were rotated
/// @param rotated exposed and changed since
/// @param deleted exposed, and there in the newest evidence no more
public record ExposureSummary(
    long objects, long exposed, long due, long unknown, long rotated, long deleted) {
  static final ExposureSummary EMPTY = new ExposureSummary(0, 0, 0, 0, 0, 0);

  ExposureSummary plusUnexposed() {
    return new ExposureSummary(objects + 1, exposed, due, unknown, rotated, deleted);
  }

  ExposureSummary plus(Exposure exposure) {
    boolean isKnown = exposure.rotation().isDue().isPresent();
    boolean isDue = exposure.rotation().isDue().orElse(false);
    return new ExposureSummary(
        objects + 1,
        exposed + 1,
        due + (isDue ? 1 : 0),
        unknown + (isKnown ? 0 : 1),
        rotated + (isKnown && !isDue ? 1 : 0),
        deleted + (exposure.existence() == Exposure.Existence.DELETED ? 1 : 0));
  }
}
