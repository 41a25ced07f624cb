package dev.snapseal.tools.audit;

/// A finding that the baseline has as well: it is not reported again, but the next audit must still
/// know it when this report is its baseline.
///
/// @param fingerprint of [AuditFinding#fingerprint]
/// @param path the first input it was found in
public record SuppressedFinding(AuditRule rule, String fingerprint, String path) {}
