package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;
import java.util.Optional;

/// What a rewrite did, or would do.
///
/// @param input the source
/// @param output what was made; its digest is empty after a dry run
/// @param values what happened to values
/// @param byKey values under each prefix that were read or written
/// @param verified what was compared; zero after a dry run
/// @param seconds what it took
/// @param unmatched resources that were asked for and that no value is of
/// @param unmatchedPrefixes values of `--etcd-prefix` that no key is under
/// @param plaintext what stays plaintext
/// @param failures values that did not open, at most ten thousand, by revision
public record RewriteReport(
    InputFacts input,
    Output output,
    Values values,
    List<KeyUse> byKey,
    Verified verified,
    Seconds seconds,
    List<FailedValue> failures,
    List<GroupResource> unmatched,
    List<String> unmatchedPrefixes,
    Plaintext plaintext) {

  /// The new snapshot.
  ///
  /// @param sha256 of the whole file, lower-case hex
  public record Output(long sizeBytes, Optional<String> sha256) {}

  /// Values of bucket `key`.
  ///
  /// @param copied byte for byte
  /// @param dropped records of history that were left out
  /// @param encryptedLeft encrypted values of resources that were not asked for
  /// @param current those copied because they are as the configuration would write them
  public record Values(
      long transformed, long copied, long failed, long dropped, long encryptedLeft, long current) {}

  /// Values that were plaintext and still are, though something is to be encrypted.
  ///
  /// @param withoutRule those that no rule encrypts
  /// @param secrets those among them that are of Secrets
  /// @param unplaced those that look like Kubernetes' by their keys or content, and of which nobody
  ///   can tell the rule: their prefix is not known, or several rules may mean them
  /// @param example etcd key of one that is unplaced, fit to be shown; empty if there is none
  public record Plaintext(long withoutRule, long secrets, long unplaced, String example) {}

  /// Values under one prefix.
  ///
  /// @param read transformed from it
  /// @param written transformed to it
  public record KeyUse(EncryptionPrefix prefix, long read, long written) {}

  /// What was read back.
  ///
  /// @param values compared with their source
  /// @param structure whether the file was checked page by page
  public record Verified(long values, boolean structure) {}

  /// Wall time of each phase.
  ///
  /// @param sync what the last fsync took
  public record Seconds(double plan, double write, double verify, double sync) {}

  /// Values that were encrypted and are, or would be, no longer.
  public long madePlaintext() {
    return byKey.stream()
        .filter(use -> use.prefix().equals(EncryptionPrefix.NONE))
        .mapToLong(KeyUse::written)
        .sum();
  }

  /// The same, with what the last fsync took.
  public RewriteReport synced(double syncSeconds) {
    return new RewriteReport(
        input,
        output,
        values,
        byKey,
        verified,
        new Seconds(seconds.plan(), seconds.write(), seconds.verify(), syncSeconds),
        failures,
        unmatched,
        unmatchedPrefixes,
        plaintext);
  }

  public RewriteReport {
    byKey = List.copyOf(byKey);
    failures = List.copyOf(failures);
    unmatched = List.copyOf(unmatched);
    unmatchedPrefixes = List.copyOf(unmatchedPrefixes);
  }
}
