package dev.snapseal.tools.capture;

import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.etcd.ServerStatus;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.rewrite.RewriteReport;
import java.util.Optional;
import java.util.OptionalInt;

/// What was captured, and what it was made into.
///
/// @param input the snapshot as the server sent it
/// @param etcd the member that sent it
/// @param revision main revision of the snapshot: that of its last record, or a later one that the
///   member had reached before
/// @param encryption what happened to values, if they were to be encrypted
/// @param recipients who can open the file; empty if it is not sealed
/// @param audit of the snapshot that is in the file
/// @param sizeBytes of the file
/// @param sha256 of the file, lower-case hex
public record CaptureReport(
    InputFacts input,
    ServerStatus etcd,
    long revision,
    Optional<RewriteReport> encryption,
    OptionalInt recipients,
    AuditReport audit,
    long sizeBytes,
    String sha256) {}
