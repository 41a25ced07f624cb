package dev.snapseal.tools.kubernetes;

import java.time.Instant;
import java.util.Optional;

/// Who last wrote some fields of an object, and when: one entry of `metadata.managedFields`.
///
/// @param manager program, such as `kubectl-client-side-apply`
/// @param operation `Apply` or `Update`
/// @param subresource such as `status`, empty for the object itself
/// @param time of that manager's last change; empty if the entry has none
public record FieldManager(
    String manager, String operation, String subresource, Optional<Instant> time) {}
