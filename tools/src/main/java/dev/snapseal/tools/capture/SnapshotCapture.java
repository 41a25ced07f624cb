package dev.snapseal.tools.capture;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.tools.age.Sealing;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditScope;
import dev.snapseal.tools.audit.BackupAudit;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.capture.CaptureException.Reason;
import dev.snapseal.tools.check.BackupCheck;
import dev.snapseal.tools.check.CheckResult;
import dev.snapseal.tools.etcd.LiveEtcd;
import dev.snapseal.tools.etcd.ServerStatus;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.input.InputKind;
import dev.snapseal.tools.input.InputOptions;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.rewrite.BackupRewrite;
import dev.snapseal.tools.rewrite.RewriteReport;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongConsumer;

/// Takes a snapshot from a live etcd.
///
/// The stream is held in memory off the heap until it has ended and its hash is right; what is then
/// written is encrypted and sealed as asked. The output is written only if all of it went well.
public final class SnapshotCapture {
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
  private static final int COPY_BYTES = 1 << 22;

  private final CaptureOptions options;
  private final OutputFile target;

  private SnapshotCapture(CaptureOptions options, OutputFile target) {
    this.options = options;
    this.target = target;
  }

  /// Captures a snapshot; the caller gives the output its name.
  ///
  /// @param etcd stays the caller's
  /// @param status of that member
  /// @param name of the member, for reports
  /// @param progress told the bytes that came since it was last told
  /// @throws CaptureException if nothing is written, and the caller says what to do
  public static CaptureReport run(
      LiveEtcd etcd,
      ServerStatus status,
      String name,
      CaptureOptions options,
      OutputFile target,
      LongConsumer progress)
      throws IOException {
    try (InputStream stream = etcd.snapshot(progress);
        BackupInput input = BackupInput.ofStream(name, stream, InputOptions.standard())) {
      return new SnapshotCapture(options, target).run(status, input.onlyImage());
    }
  }

  private CaptureReport run(ServerStatus status, BackupImage image) throws IOException {
    InputFacts facts = checked(image);
    Optional<CaptureOptions.Seal> seal = options.seal();
    if (options.encryption().isEmpty()) {
      AuditReport audit = audit(image);
      refuseReadable(audit);
      return seal.isPresent()
          ? sealed(status, facts, Optional.empty(), audit, image.bytes(), seal.get())
          : plain(status, facts, audit, image.bytes());
    }
    if (seal.isEmpty()) {
      return encrypted(status, facts, image);
    }
    requireMemory();
    try (OutputFile between = OutputFile.inMemory(options.memory());
        Arena arena = Arena.ofShared()) {
      RewriteReport rewrite = rewrite(image, between);
      MemorySegment bytes = between.map(rewrite.output().sizeBytes(), arena);
      AuditReport audit = audit(snapshot(image, bytes));
      return sealed(status, facts, Optional.of(rewrite), audit, bytes, seal.get());
    }
  }

  /// What came is a whole snapshot, and nothing in it is broken.
  private static InputFacts checked(BackupImage image) throws IOException {
    if (image.kind() != InputKind.SNAPSHOT || !image.layers().isEmpty()) {
      throw new CaptureException(
          Reason.HASH, "[%s] what came is no snapshot".formatted(image.displayPath()));
    }
    FileDigest digest;
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes())) {
      digest = FileDigest.compute(snapshot, _ -> {});
    }
    if (digest.trailer() != FileDigest.Trailer.VALID) {
      throw new CaptureException(
          Reason.HASH,
          "[%s] the SHA-256 at the end of the snapshot is %s"
              .formatted(image.displayPath(), digest.trailer().jsonName()));
    }
    CheckResult check = BackupCheck.records(image, _ -> {});
    if (!check.isSound()) {
      throw new CaptureException(
          Reason.DAMAGED,
          "[%s] the database of this member is damaged: %s, the first: %s"
              .formatted(
                  image.displayPath(),
                  Quantity.count(check.errors(), "error"),
                  check.findings().getFirst().message()));
    }
    return InputFacts.of(image, digest);
  }

  private void refuseReadable(AuditReport audit) throws CaptureException {
    boolean isReadable = audit.verdict() == Verdict.READABLE;
    if (isReadable
        && options.seal().isEmpty()
        && options.plaintext() == CaptureOptions.Plaintext.REFUSED) {
      throw new CaptureException(
          Reason.READABLE,
          "%s of %s can be read in this snapshot, and it would be written as it is"
              .formatted(
                  Quantity.count(
                      audit.exposed().plaintext() + audit.exposed().published(), "value"),
                  options.policy()));
    }
  }

  private void requireMemory() throws IOException {
    boolean isMemory =
        Files.isDirectory(options.memory())
            && Files.isWritable(options.memory())
            && IN_MEMORY.contains(Files.getFileStore(options.memory()).type());
    if (!isMemory) {
      throw new CaptureException(
          Reason.NO_MEMORY,
          "[%s] is no place in memory, and what is encrypted and then sealed needs one"
              .formatted(options.memory()));
    }
  }

  private CaptureReport plain(
      ServerStatus status, InputFacts facts, AuditReport audit, MemorySegment bytes)
      throws IOException {
    for (long done = 0; done < bytes.byteSize(); done += COPY_BYTES) {
      long part = Math.min(COPY_BYTES, bytes.byteSize() - done);
      target.write(bytes.asSlice(done, part).asByteBuffer(), done);
    }
    return new CaptureReport(
        facts,
        status,
        Optional.empty(),
        OptionalInt.empty(),
        audit,
        bytes.byteSize(),
        facts.sha256());
  }

  private CaptureReport encrypted(ServerStatus status, InputFacts facts, BackupImage image)
      throws IOException {
    RewriteReport rewrite = rewrite(image, target);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment bytes = target.map(rewrite.output().sizeBytes(), arena);
      return new CaptureReport(
          facts,
          status,
          Optional.of(rewrite),
          OptionalInt.empty(),
          audit(snapshot(image, bytes)),
          rewrite.output().sizeBytes(),
          rewrite.output().sha256().orElseThrow());
    }
  }

  private CaptureReport sealed(
      ServerStatus status,
      InputFacts facts,
      Optional<RewriteReport> rewrite,
      AuditReport audit,
      MemorySegment bytes,
      CaptureOptions.Seal seal)
      throws IOException {
    Sealing.Sealed sealed = Sealing.run(bytes, seal.recipients(), seal.form(), target, _ -> {});
    return new CaptureReport(
        facts,
        status,
        rewrite,
        OptionalInt.of(seal.recipients().count()),
        audit,
        sealed.sizeBytes(),
        sealed.sha256());
  }

  private RewriteReport rewrite(BackupImage image, OutputFile output) throws IOException {
    return BackupRewrite.run(image, options.encryption().orElseThrow(), output, _ -> {});
  }

  private static BackupImage snapshot(BackupImage source, MemorySegment bytes) {
    return new BackupImage(source.displayPath(), InputKind.SNAPSHOT, List.of(), bytes);
  }

  private AuditReport audit(BackupImage image) throws IOException {
    return BackupAudit.begin(List.of(image), List.of(), _ -> {})
        .run(
            new AuditOptions(
                AuditScope.ALL,
                options.policy(),
                Optional.empty(),
                AuditReport.Decryption.CLASSIFIED_ONLY,
                Set.of(),
                AuditOptions.Completeness.WHOLE,
                List.of(),
                AuditOptions.Detail.RESULT,
                ValueWork.jobs()));
  }
}
