package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.wal.CorruptWalException;
import dev.snapseal.snapshot.wal.RequestValue;
import dev.snapseal.snapshot.wal.RequestValues;
import dev.snapseal.snapshot.wal.WalEntry;
import dev.snapseal.snapshot.wal.WalReader;
import dev.snapseal.snapshot.wal.WalRecord;
import dev.snapseal.snapshot.wal.WalRecordType;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.input.InputKind;
import dev.snapseal.tools.input.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Reads the write-ahead log of a data directory: every value that an entry puts, whether or not
/// the entry was applied or replaced later.
///
/// The entries have no revisions; deletions and what is inside raft snapshots are not read.
final class LogReader {
  private static final long PIECE_BYTES = 1 << 26;

  private final WriteAheadLog log;
  private final Evidence beside;
  private long puts;
  private long malformed;
  private long longKeys;
  private long unreadParts;

  /// @param beside the store in the same data directory
  LogReader(WriteAheadLog log, Evidence beside) {
    this.log = log;
    this.beside = beside;
  }

  /// The SHA-256 is over all segments, one behind the other.
  InputFacts facts() {
    MessageDigest digest = FileDigest.newSha256();
    for (SnapshotBytes segment : log.segments()) {
      addTo(digest, segment.segment());
    }
    return new InputFacts(
        log.displayPath(),
        InputKind.DATA_DIR,
        log.sizeBytes(),
        HexFormat.of().formatHex(digest.digest()),
        FileDigest.Trailer.ABSENT);
  }

  /// Piece by piece: a buffer holds less than 2 GiB.
  private static void addTo(MessageDigest digest, MemorySegment bytes) {
    for (long done = 0; done < bytes.byteSize(); done += PIECE_BYTES) {
      long length = Math.min(PIECE_BYTES, bytes.byteSize() - done);
      digest.update(bytes.asSlice(done, length).asByteBuffer());
    }
  }

  /// Writes the rows of all values.
  ///
  /// @return what the index is to say of the evidence
  Evidence index(
      IndexStore store, CaseKey key, int number, InputFacts facts, Optional<KeyRing> ring)
      throws IOException {
    IndexingContext context = new IndexingContext(store, key, number, Optional.empty(), ring);
    try (IndexingWorker worker = new IndexingWorker(context)) {
      try {
        WalReader.read(log.segments(), (segment, record) -> record(segment, record, worker));
      } catch (CorruptWalException e) {
        unreadParts = 1;
      }
      worker.flush();
      return evidence(number, facts, ring, worker);
    }
  }

  private void record(SnapshotBytes segment, WalRecord record, IndexingWorker worker)
      throws IOException {
    if (record.type() != WalRecordType.ENTRY) {
      return;
    }
    try {
      WalEntry entry = WalEntry.read(segment, record);
      RequestValues.forEach(segment, entry, value -> put(segment, entry, value, worker));
    } catch (MalformedProtobufException e) {
      malformed++;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void put(
      SnapshotBytes segment, WalEntry entry, RequestValue value, IndexingWorker worker) {
    if (value.kind() != RequestValue.Kind.PUT) {
      return;
    }
    puts++;
    if (value.keyLength() > SightingRows.MAX_ETCD_KEY_BYTES) {
      longKeys++;
      return;
    }
    try {
      worker.logged(
          segment.copy(value.keyOffset(), (int) value.keyLength()),
          segment.slice(value.offset(), value.length()),
          entry.index());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Evidence evidence(
      int number, InputFacts facts, Optional<KeyRing> ring, IndexingWorker worker) {
    return new Evidence(
        number,
        Evidence.Source.LOG,
        facts,
        beside.cluster(),
        0,
        beside.lastRevision(),
        beside.compactRevision(),
        beside.consistentIndex(),
        puts,
        ring.isPresent() ? Evidence.Keys.GIVEN : Evidence.Keys.NONE,
        new Evidence.Gaps(unreadParts, malformed, longKeys, worker.unopened(), 0, Map.of()),
        worker.tally().states());
  }
}
