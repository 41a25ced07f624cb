package dev.snapseal.tools.capture;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
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
import dev.snapseal.tools.report.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// A snapshot that came from a live etcd whole, its hash right and nothing in it broken; held in
/// memory off the heap until it is closed.
public final class ReceivedSnapshot implements AutoCloseable {
  private final ServerStatus etcd;
  private final BackupInput input;
  private final BackupImage image;
  private final InputFacts facts;
  private final long revision;

  private ReceivedSnapshot(
      ServerStatus etcd, BackupInput input, BackupImage image, InputFacts facts, long revision) {
    this.etcd = etcd;
    this.input = input;
    this.image = image;
    this.facts = facts;
    this.revision = revision;
  }

  /// Has a member send one, and waits for its end.
  ///
  /// @param etcd stays the caller's; not needed any more afterwards
  /// @param status of that member
  /// @param name of the member, for reports
  /// @param progress told the bytes that came since it was last told
  /// @throws CaptureException if it is not whole or not sound
  public static ReceivedSnapshot from(
      LiveEtcd etcd, ServerStatus status, String name, LongConsumer progress) throws IOException {
    BackupInput input;
    try (InputStream stream = etcd.snapshot(progress)) {
      input = BackupInput.ofStream(name, stream, InputOptions.standard());
    }
    boolean complete = false;
    try {
      BackupImage image = input.onlyImage();
      InputFacts facts = check(image);
      long revision = Math.max(status.revision(), lastRevision(image));
      complete = true;
      return new ReceivedSnapshot(status, input, image, facts, revision);
    } finally {
      if (!complete) {
        input.close();
      }
    }
  }

  private static InputFacts check(BackupImage image) throws IOException {
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

  /// A compaction may have removed the record of the store's newest revision.
  private static long lastRevision(BackupImage image) throws IOException {
    LastRevision last = new LastRevision();
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes())) {
      snapshot.forEachRevision(last);
    }
    return last.main;
  }

  private static final class LastRevision implements RecordVisitor {
    private long main;

    @Override
    public void record(RevisionRecord record) {
      main = Math.max(main, record.revision().main());
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      // The check before has found none.
    }
  }

  /// Main revision of what it holds.
  long revision() {
    return revision;
  }

  /// The member that sent it, as it was before.
  ServerStatus etcd() {
    return etcd;
  }

  /// Readable until this is closed.
  public BackupImage image() {
    return image;
  }

  public long sizeBytes() {
    return image.bytes().byteSize();
  }

  InputFacts facts() {
    return facts;
  }

  @Override
  public void close() {
    input.close();
  }
}
