package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;
import java.util.Map;

/// What an audit says; every rendering is made from this.
///
/// @param regions of all inputs together; they add up to the inputs' sizes
/// @param findings sorted by rule and place; at most ten thousand of each rule
/// @param findingCounts how many findings each rule has, kept or not
/// @param seconds that the audit took
public record AuditReport(
    List<InputFacts> inputs,
    ResourcePolicy policy,
    AuditScope scope,
    Decryption decryption,
    Verdict verdict,
    List<FileRegion> regions,
    Summary summary,
    List<StateCount> byState,
    List<AuditFinding> findings,
    Map<AuditRule, Long> findingCounts,
    double seconds) {

  /// Whether values were opened or only classified.
  public enum Decryption {
    /// There was no configuration, or `--no-decrypt` was given.
    CLASSIFIED_ONLY,
    /// Every encrypted value was decrypted.
    DECRYPTED
  }

  /// Numbers over all values examined, of every resource.
  ///
  /// @param stale encrypted, but not with the key that the configuration writes with
  /// @param undecryptable encrypted, and no configured key opens it; 0 when nothing was decrypted
  /// @param malformed elements that are no records, and values with a malformed prefix
  public record Summary(
      long values,
      long encrypted,
      long plaintext,
      long stale,
      long undecryptable,
      long malformed) {}

  /// Bytes of all inputs.
  public long bytes() {
    return regions.stream().mapToLong(FileRegion::bytes).sum();
  }

  public boolean hasFindings() {
    return findingCounts.entrySet().stream()
        .anyMatch(entry -> entry.getKey().severity() != Severity.NOTE && entry.getValue() > 0);
  }
}
