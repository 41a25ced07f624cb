package dev.snapseal.tools.audit;

import dev.snapseal.crypto.keys.KeyRing;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an audit is asked to do.
///
/// @param keys configured keys; without them values are only classified
/// @param decryption whether the keys are used to open every value
/// @param baseline fingerprints of findings that an earlier report has and this one leaves out
/// @param keysBeside places of keys that lie where the backups lie
/// @param detail whether what is drawn is gathered, too
/// @param jobs threads that read, at least 1
public record AuditOptions(
    AuditScope scope,
    ResourcePolicy policy,
    Optional<KeyRing> keys,
    AuditReport.Decryption decryption,
    Set<String> baseline,
    Completeness completeness,
    List<KeyPlace> keysBeside,
    Detail detail,
    int jobs) {

  /// Whether all that lies at the places the user named is judged.
  public enum Completeness {
    WHOLE,
    /// Something there may hold values and is not read: a log beside the database, a member of an
    /// archive that is damaged or sealed.
    PARTS_UNREAD
  }

  /// What is gathered beside the result.
  public enum Detail {
    RESULT,
    /// What [FileCharts] are made of.
    CHARTS
  }

  public AuditOptions {
    baseline = Set.copyOf(baseline);
    keysBeside = List.copyOf(keysBeside);
    if (jobs < 1) {
      throw new IllegalArgumentException("jobs is " + jobs + ", at least 1 is needed");
    }
  }

  boolean decrypts() {
    return keys.isPresent() && decryption == AuditReport.Decryption.DECRYPTED;
  }
}
