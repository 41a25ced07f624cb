package dev.snapseal.tools.audit;

/// Where a key of encryption at rest lies beside a backup.
///
/// @param place a file, with `!` before a member and a blank before a place inside
/// @param isGiven whether it is a file that the user named himself, which is no more than a note:
///   keys that are at hand for the audit need not lie there otherwise
public record KeyPlace(String place, boolean isGiven) {
  AuditFinding finding() {
    return AuditFinding.ofFile(
        AuditRule.KEY_MATERIAL,
        isGiven ? Severity.NOTE : AuditRule.KEY_MATERIAL.severity(),
        place,
        AuditFinding.Place.NONE,
        isGiven
            ? place
                + " holds keys, and lies in the directory of the backup: whoever has one has both"
            : place
                + " opens encrypted values, and lies with the backup: whoever has one has both");
  }
}
