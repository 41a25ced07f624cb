package dev.snapseal.tools.caseindex;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.wal.CorruptWalException;
import dev.snapseal.snapshot.wal.RequestValue;
import dev.snapseal.snapshot.wal.RequestValues;
import dev.snapseal.snapshot.wal.WalCarver;
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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the write-ahead log of a data directory: every value that an entry puts or compares with,
/// whether or not the entry was applied or replaced later. So are values of the v2 API, under their
/// paths.
///
/// What its records do not lead to, behind a damage or an end that is none, is searched for entries
/// by their shape, and is a gap all the same. The entries have no revisions; deletions and what is
/// inside raft snapshots are not read.
final class LogReader {
  private static final long PIECE_BYTES = 1 << 26;
  private static final byte[] CLUSTER_DATA = {'/', '0', '/'};

  private final WriteAheadLog log;
  private final Evidence beside;

  /// Where the records end that lead from one to the next, by segment.
  private final Map<String, Long> ends = new HashMap<>();

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
    for (SnapshotBytes segment : log.all()) {
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
  Evidence index(IndexingContext context, InputFacts facts) throws IOException {
    try (IndexingWorker worker = new IndexingWorker(context)) {
      follow(log.segments(), worker);
      for (SnapshotBytes aside : log.aside()) {
        follow(List.of(aside), worker);
      }
      for (SnapshotBytes segment : log.all()) {
        searchBehind(segment, ends.getOrDefault(segment.file(), 0L), worker);
      }
      worker.flush();
      return evidence(context, facts, worker);
    }
  }

  private void follow(List<SnapshotBytes> segments, IndexingWorker worker) throws IOException {
    try {
      WalReader.read(
          segments,
          (segment, record) -> {
            record(segment, record, worker);
            ends.put(segment.file(), record.end());
          });
    } catch (CorruptWalException e) {
      // What was not followed is searched.
    }
  }

  /// Looks for entries, each of which begins at a multiple of eight, in what no record leads to.
  private void searchBehind(SnapshotBytes segment, long end, IndexingWorker worker)
      throws IOException {
    long length = segment.length();
    long unread = segment.firstNonZero(end, length);
    if (unread == length) {
      return;
    }
    unreadParts++;
    long frame = unread & -Long.BYTES;
    while (frame < length) {
      Optional<WalEntry> entry = WalCarver.entry(segment, frame, length);
      if (entry.isPresent()) {
        searched(segment, entry.get(), worker);
      }
      frame += Long.BYTES;
    }
  }

  private void searched(SnapshotBytes segment, WalEntry entry, IndexingWorker worker)
      throws IOException {
    try {
      puts(segment, entry, worker);
    } catch (MalformedProtobufException e) {
      // These bytes only looked like an entry.
    }
  }

  private void record(SnapshotBytes segment, WalRecord record, IndexingWorker worker)
      throws IOException {
    if (record.type() != WalRecordType.ENTRY) {
      return;
    }
    try {
      puts(segment, WalEntry.read(segment, record), worker);
    } catch (MalformedProtobufException e) {
      malformed++;
    }
  }

  private void puts(SnapshotBytes segment, WalEntry entry, IndexingWorker worker)
      throws IOException {
    try {
      RequestValues.forEach(segment, entry, value -> put(segment, entry, value, worker));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void put(
      SnapshotBytes segment, WalEntry entry, RequestValue value, IndexingWorker worker) {
    Optional<SightingScope> scope = scope(segment, value);
    if (scope.isEmpty()) {
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
          entry.index(),
          scope.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What users of etcd log in with is no object's.
  private static Optional<SightingScope> scope(SnapshotBytes segment, RequestValue value) {
    return switch (value.kind()) {
      case PUT -> Optional.of(SightingScope.WAL);
      case COMPARE -> Optional.of(SightingScope.COMPARED);
      case V2_VALUE ->
          isOfCluster(segment, value) ? Optional.empty() : Optional.of(SightingScope.WAL);
      case V2_PREVIOUS ->
          isOfCluster(segment, value) ? Optional.empty() : Optional.of(SightingScope.COMPARED);
      case PASSWORD, HASHED_PASSWORD, SIMPLE_TOKEN -> Optional.empty();
    };
  }

  /// Below `/0/` the v2 API keeps what etcd itself puts: versions and members.
  private static boolean isOfCluster(SnapshotBytes segment, RequestValue value) {
    return value.keyLength() >= CLUSTER_DATA.length
        && segment.matches(value.keyOffset(), CLUSTER_DATA.length, CLUSTER_DATA);
  }

  private Evidence evidence(IndexingContext context, InputFacts facts, IndexingWorker worker) {
    EvidenceKeys keys = EvidenceKeys.of(context, List.of(worker));
    return new Evidence(
        context.number(),
        Evidence.Source.LOG,
        facts,
        beside.cluster(),
        0,
        beside.lastRevision(),
        beside.compactRevision(),
        beside.consistentIndex(),
        puts,
        keys,
        new Evidence.Gaps(
            unreadParts,
            malformed,
            longKeys,
            keys.unopened(),
            0,
            worker.malformedValues(),
            Map.of()),
        worker.tally().states(),
        context.rowSet());
  }
}
