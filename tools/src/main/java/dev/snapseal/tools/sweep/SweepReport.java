package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.page.PageType;
import dev.snapseal.tools.audit.FileCharts;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.chart.ByteMap;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.input.InputKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a sweep says; every rendering is made from this.
///
/// @param files what was read, in the order of reading
/// @param failures what gave no result
/// @param regions by name, what all bytes that were read were taken for; with `skipped` they add up
///   to the files' sizes
/// @param skipped what was not examined, and why
/// @param caveats what may hide data from any search
/// @param counts hits of each detector, by where they are, kept or not
/// @param hits sorted by detector, then in the order of reading; at most ten thousand of each
/// @param encrypted values by the prefix they begin with, wherever they are
/// @param canaries all texts that were searched for, found or not
/// @param storeCharts of sound stores, if they were asked for
/// @param rawCharts of other files, if they were asked for
/// @param unattributedBytes of text in sound stores that belongs to nothing known
/// @param seconds that it took
public record SweepReport(
    List<SweptFile> files,
    List<FailedInput> failures,
    ResourcePolicy policy,
    Verdict verdict,
    Map<String, Long> regions,
    List<Skipped> skipped,
    List<String> caveats,
    Map<Detector, Map<Scope, Long>> counts,
    List<Hit> hits,
    Map<String, Long> encrypted,
    Recognised recognised,
    List<Canaries.Outcome> canaries,
    List<FileCharts> storeCharts,
    List<RawChart> rawCharts,
    long unattributedBytes,
    double seconds) {

  /// A file that was read.
  ///
  /// @param what it is, in some words
  /// @param sha256 of the file, if that was computed
  public record SweptFile(
      String path,
      InputKind kind,
      String what,
      long sizeBytes,
      Optional<String> sha256,
      FileDigest.Trailer trailer) {}

  /// What lies where in a file.
  public record RawChart(String path, ByteMap<SweptContent> map) {}

  /// Bytes that were not examined.
  public record Skipped(String path, String why, long bytes) {}

  /// What was known by its shape alone, outside of sound stores.
  ///
  /// @param records of bucket `key`
  /// @param requests values and credentials in entries of the write-ahead log
  /// @param plainValues values of any resource that are not encrypted
  /// @param refused places that only began like something, and were too many to look at closer
  public record Recognised(
      Map<PageType, Long> pages, long records, long requests, long plainValues, long refused) {}

  /// The files as every report names its inputs.
  public List<InputFacts> inputs() {
    return files.stream()
        .map(
            file ->
                new InputFacts(
                    file.path(),
                    file.kind(),
                    file.sizeBytes(),
                    file.sha256().orElse(""),
                    file.trailer()))
        .toList();
  }

  /// Bytes of all files, examined or not.
  public long bytes() {
    return examinedBytes() + skippedBytes();
  }

  /// Bytes of all regions.
  public long examinedBytes() {
    return regions.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Bytes of all files that were not examined.
  public long skippedBytes() {
    return skipped.stream().mapToLong(Skipped::bytes).sum();
  }

  /// Hits of all detectors.
  public long hitCount() {
    return counts.values().stream()
        .flatMap(byScope -> byScope.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
