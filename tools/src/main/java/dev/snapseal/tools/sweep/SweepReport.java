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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a sweep says; every rendering is made from this.
///
/// @param files what was read, in the order of reading
/// @param failures what gave no result, for who goes on with it; `unexamined` has them too
/// @param isExplained whether all that was read is accounted for, so that what was not found in it
///   is not there
/// @param regions by name, what all bytes that were read were taken for; with the bytes that were
///   skipped they add up to the files' sizes
/// @param unexamined everything that was not examined, and why: failures, then what was skipped and
///   what may hide data, in the order of reading, then what was too much
/// @param counts hits of each detector, by where they are, kept or not
/// @param parts of these, those that lie in values in the clear which are counted themselves
/// @param hits sorted by detector, then in the order of reading; at most ten thousand of each
/// @param encrypted values by the prefix they begin with, wherever they are
/// @param keysBeside keys that lie in what was read, if values there name them; sorted by prefix
/// @param canaries all texts that were searched for, found or not
/// @param storeCharts of sound stores, if they were asked for
/// @param rawCharts of other files, if they were asked for
/// @param unattributedBytes of text in sound stores that belongs to nothing known
/// @param seconds that it took
public record SweepReport(
    List<SweptFile> files,
    List<FailedInput> failures,
    ResourcePolicy policy,
    boolean isExplained,
    Map<String, Long> regions,
    List<Unexamined> unexamined,
    Map<Detector, Map<Scope, Long>> counts,
    Map<Detector, Long> parts,
    List<Hit> hits,
    Map<String, Long> encrypted,
    List<KeyBeside> keysBeside,
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

  /// What was known by its shape alone, outside of sound stores.
  ///
  /// @param records of bucket `key`
  /// @param requests values and credentials in entries of the write-ahead log
  /// @param plainValues values of any resource that are not encrypted
  /// @param packed compressed streams that were not opened: what they begin with is nothing known
  /// @param refused places that only began like something, and were too many to look at closer
  public record Recognised(
      Map<PageType, Long> pages,
      long records,
      long requests,
      long plainValues,
      long packed,
      long refused) {}

  /// Whether whoever has the bytes can read anything; unreadable is only what was examined whole
  /// and is accounted for.
  public Verdict verdict() {
    if (counts.keySet().stream().anyMatch(Detector::isReadable)) {
      return Verdict.READABLE;
    }
    boolean sawAll =
        isExplained && !encrypted.isEmpty() && !files.isEmpty() && unexamined.isEmpty();
    return sawAll ? Verdict.UNREADABLE : Verdict.UNDETERMINED;
  }

  /// What was not examined for one reason.
  public List<Unexamined> unexamined(Unexamined.Kind kind) {
    return unexamined.stream().filter(part -> part.kind() == kind).toList();
  }

  /// How many parts are missing from what was examined.
  public long missingParts() {
    return unexamined.stream()
        .filter(part -> part.kind().isMissing())
        .mapToLong(Unexamined::parts)
        .sum();
  }

  /// Whether parts are missing from files that were read otherwise.
  public boolean isPartial() {
    return unexamined.stream()
        .map(Unexamined::kind)
        .anyMatch(kind -> kind == Unexamined.Kind.SKIPPED || kind == Unexamined.Kind.LIMIT);
  }

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

  /// The objects that can be read, as far as they have names: sorted, each once. Also those under a
  /// key that lies beside them and opens values of its prefix.
  public List<Named> readableObjects() {
    return Stream.concat(inTheClear(), underKeysBeside())
        .distinct()
        .sorted(Comparator.comparing(Named::title))
        .toList();
  }

  private Stream<Named> inTheClear() {
    return hits.stream()
        .filter(hit -> hit.detector().isReadable() && hit.object().objectName().isPresent())
        .map(Hit::object);
  }

  /// Of the readable objects, those that are known only because a key lies beside them.
  public long objectsUnderKeysBeside() {
    Set<Named> clear = inTheClear().collect(Collectors.toSet());
    return underKeysBeside().filter(object -> !clear.contains(object)).distinct().count();
  }

  private Stream<Named> underKeysBeside() {
    return keysBeside.stream().filter(KeyBeside::opens).flatMap(key -> key.objects().stream());
  }

  /// Whether every thing that was found is among the hits, and not only counted.
  public boolean hasAllHits() {
    long found =
        counts.values().stream()
            .flatMap(byScope -> byScope.values().stream())
            .mapToLong(Long::longValue)
            .sum();
    return found == hits.size();
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
    return unexamined.stream().mapToLong(Unexamined::bytes).sum();
  }

  /// Hits of all detectors.
  public long hitCount() {
    return counts.values().stream()
        .flatMap(byScope -> byScope.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
