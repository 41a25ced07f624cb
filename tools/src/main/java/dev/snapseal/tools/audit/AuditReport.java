package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;
import java.util.Map;

/// What an audit says; every rendering is made from this.
///
/// @param failures inputs that gave no result; they are not among `inputs`
/// @param verdict of all inputs together
/// @param verdicts of each of `inputs`, in their order
/// @param regions of all inputs together; they add up to the inputs' sizes
/// @param configured prefixes of the keys and plugins that were at hand, each once
/// @param unread pages that could not be followed; at most a thousand of each input
/// @param unreadCount how many there are, kept or not
/// @param unattributedBytes of text that belongs to no record, object or other thing that is known
/// @param findings sorted by rule and place; at most ten thousand of each rule
/// @param findingCounts how many findings each rule has, kept or not
/// @param suppressed findings that the baseline has too; not among `findings` and their counts
/// @param hasFindings whether one of them is more than a note
/// @param charts of each input that was read, if they were asked for
/// @param seconds that the audit took
public record AuditReport(
    List<InputFacts> inputs,
    List<FailedInput> failures,
    ResourcePolicy policy,
    AuditScope scope,
    AuditOptions.Completeness completeness,
    Decryption decryption,
    Verdict verdict,
    List<Verdict> verdicts,
    List<FileRegion> regions,
    Summary summary,
    Exposed exposed,
    long unattributedBytes,
    List<StateCount> byState,
    List<EncryptionPrefix> configured,
    List<UnreadPart> unread,
    long unreadCount,
    List<AuditFinding> findings,
    Map<AuditRule, Long> findingCounts,
    List<SuppressedFinding> suppressed,
    boolean hasFindings,
    List<FileCharts> charts,
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
  /// @param malformed values with a malformed prefix, and elements that are no records; these are
  ///   not among `values`
  /// @param lackingKey live and superseded values whose key is not configured or does not open
  ///   them, and any whose KMS plugin is out of reach; 0 without a configuration
  /// @param lackingPlugin those among them whose KMS plugin is out of reach
  public record Summary(
      long values,
      long encrypted,
      long plaintext,
      long stale,
      long undecryptable,
      long malformed,
      long lackingKey,
      long lackingPlugin) {}

  /// Values of the policy's resources that whoever holds the file can read.
  ///
  /// @param free plaintext on free pages and in slack
  /// @param published encrypted under a key that public documentation prints
  public record Exposed(long live, long superseded, long free, long published) {
    /// Values stored without encryption.
    public long plaintext() {
      return live + superseded + free;
    }

    boolean isNone() {
      return plaintext() + published == 0;
    }
  }

  /// Whether there are encrypted values and keys, and not one value was opened though no plugin was
  /// out of reach: the keys may be another cluster's.
  public boolean isNothingOpened() {
    return summary.undecryptable() > 0
        && summary.undecryptable() == summary.encrypted()
        && summary.lackingPlugin() == 0;
  }

  /// The prefixes of all encrypted values, sorted, each once.
  public List<String> neededPrefixes() {
    return byState.stream().flatMap(state -> state.prefix().stream()).distinct().sorted().toList();
  }

  /// Bytes of all inputs.
  public long bytes() {
    return regions.stream().mapToLong(FileRegion::bytes).sum();
  }

  /// Bytes of the regions that were read for values.
  public long examinedBytes() {
    return regions.stream()
        .filter(region -> scope.examines(region.kind()))
        .mapToLong(FileRegion::bytes)
        .sum();
  }
}
