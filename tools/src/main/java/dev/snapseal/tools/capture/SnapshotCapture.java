package dev.snapseal.tools.capture;

import dev.snapseal.tools.age.Sealing;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditScope;
import dev.snapseal.tools.audit.BackupAudit;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.capture.CaptureException.Reason;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputKind;
import dev.snapseal.tools.output.MemoryFolder;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.rewrite.BackupRewrite;
import dev.snapseal.tools.rewrite.RewriteReport;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Makes a file of what a live etcd sent: encrypted and sealed as asked.
///
/// What is not to be written, in the clear, is in memory only. The output is written only if all of
/// it went well.
public final class SnapshotCapture {
  private static final int COPY_BYTES = 1 << 22;

  private final CaptureOptions options;
  private final ReceivedSnapshot received;
  private final OutputFile target;

  private SnapshotCapture(CaptureOptions options, ReceivedSnapshot received, OutputFile target) {
    this.options = options;
    this.received = received;
    this.target = target;
  }

  /// Writes it; the caller gives the output its name.
  ///
  /// @throws CaptureException if nothing is written, and the caller says what to do
  public static CaptureReport run(
      ReceivedSnapshot received, CaptureOptions options, OutputFile target) throws IOException {
    return new SnapshotCapture(options, received, target).run();
  }

  private CaptureReport run() throws IOException {
    BackupImage image = received.image();
    Optional<CaptureOptions.Seal> seal = options.seal();
    if (options.encryption().isEmpty()) {
      AuditReport audit = audit(image);
      refuseReadable(audit);
      return seal.isPresent()
          ? sealed(Optional.empty(), audit, image.bytes(), seal.get())
          : plain(audit, image.bytes());
    }
    if (seal.isEmpty()) {
      return encrypted(image);
    }
    requireMemory();
    try (OutputFile between = OutputFile.inMemory(options.memory());
        Arena arena = Arena.ofShared()) {
      RewriteReport rewrite = rewrite(image, between);
      MemorySegment bytes = between.map(rewrite.output().sizeBytes(), arena);
      AuditReport audit = audit(snapshot(image, bytes));
      return sealed(Optional.of(rewrite), audit, bytes, seal.get());
    }
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
    if (!MemoryFolder.isUsable(options.memory())) {
      throw new CaptureException(
          Reason.NO_MEMORY,
          "[%s] is no place in memory, and what is encrypted and then sealed needs one"
              .formatted(options.memory()));
    }
  }

  private CaptureReport plain(AuditReport audit, MemorySegment bytes) throws IOException {
    for (long done = 0; done < bytes.byteSize(); done += COPY_BYTES) {
      long part = Math.min(COPY_BYTES, bytes.byteSize() - done);
      target.write(bytes.asSlice(done, part).asByteBuffer(), done);
    }
    return new CaptureReport(
        received.facts(),
        received.etcd(),
        received.revision(),
        Optional.empty(),
        OptionalInt.empty(),
        audit,
        bytes.byteSize(),
        received.facts().sha256());
  }

  private CaptureReport encrypted(BackupImage image) throws IOException {
    RewriteReport rewrite = rewrite(image, target);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment bytes = target.map(rewrite.output().sizeBytes(), arena);
      return new CaptureReport(
          received.facts(),
          received.etcd(),
          received.revision(),
          Optional.of(rewrite),
          OptionalInt.empty(),
          audit(snapshot(image, bytes)),
          rewrite.output().sizeBytes(),
          rewrite.output().sha256().orElseThrow());
    }
  }

  private CaptureReport sealed(
      Optional<RewriteReport> rewrite,
      AuditReport audit,
      MemorySegment bytes,
      CaptureOptions.Seal seal)
      throws IOException {
    Sealing.Sealed sealed = Sealing.run(bytes, seal.recipients(), seal.form(), target, _ -> {});
    return new CaptureReport(
        received.facts(),
        received.etcd(),
        received.revision(),
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
