package dev.snapseal.tools.sampled;

import java.time.Duration;
import java.util.Set;

/// What was seen of one process while it ran.
///
/// @param sightings files that held the canary at some moment, and in which form
/// @param samples how often everything was searched
/// @param files how many files that were, each counted each time
/// @param bytes of these files
/// @param cpuTime that processors worked for it, until the last sample
/// @param peakRssKib the most memory that the process had resident, with the pages of files
/// @param peakAnonymousKib the same without these
public record Seen(
    Set<String> sightings,
    int samples,
    long files,
    long bytes,
    Duration cpuTime,
    long peakRssKib,
    long peakAnonymousKib) {
  @Override
  public String toString() {
    return ("%,d samples of %,d files with %,d MB; %.1f s of processors,"
            + " %,d MiB resident, %,d without files")
        .formatted(
            samples,
            files,
            bytes / 1_000_000,
            cpuTime.toMillis() / 1e3,
            peakRssKib >> 10,
            peakAnonymousKib >> 10);
  }
}
