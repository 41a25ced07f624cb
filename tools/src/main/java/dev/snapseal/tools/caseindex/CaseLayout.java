package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/// How a case lies in RocksDB: the one place that says it.
///
/// | column family | key | value |
/// |---|---|---|
/// | `default` | `format` | [#FORMAT], 4 bytes |
/// | | `key-check` | fingerprint of a fixed text: whether a key file is this case's |
/// | | `pending` | while rows are there that no evidence has: their row sets, 4 bytes each |
/// | `evidence` | number, 4 bytes | one [Evidence] |
/// | `records` | etcd key, main, sub (8 bytes each), row set (4), scope (1), stored fingerprint (16) | what else a [Sighting] says |
/// | `times` | main revision (8 bytes), row set (4), seconds (8), nanoseconds (4) | [TimeSource], 1 byte |
/// | `marks` | row set (4 bytes), main, sub (8 each) | etcd key of one of a store's first or last records |
/// | `live` | row set (4 bytes), 64 bits of a value's fingerprint (8), etcd key | nothing: a live Secret or ConfigMap whose data has the value |
///
/// Numbers are big-endian, so that rows lie in their order. An etcd key has every zero byte
/// followed by `FF` and ends in two zero bytes: so rows lie in the order of etcd keys, and no key
/// is the beginning of another.
///
/// Of the data of a Secret or ConfigMap a row of `records` has one fingerprint for all of it, and
/// for each member, at most [#MAX_MEMBERS], 64 bits of one for what it holds and for each piece of
/// it that may be a secret; of more, or of other kinds, it says that they are not known. Format 1
/// had none of members, and did not say which values are under a published key; format 2 had no
/// names of members, and did not say which keys are missing; format 3 did not count values whose
/// prefix is malformed, and had of members only the fingerprints with their names; format 4 had
/// fewer pieces of them.
///
/// Evidences are numbered from 1 without gaps. All rows of an evidence carry one number, its row
/// set: one more than the highest in use when it was indexed. The index depends on nothing but the
/// case's key, the evidences and the keys given for them in their order: no time of day, no number
/// of threads.
///
/// **Whole or not at all.** a new row set is written into `pending` and synced first; the rows of
/// the other families follow, without RocksDB's log, and are flushed to files; then one synced
/// batch writes the row of `evidence`, which names that row set, and takes it out of `pending`.
/// Where an evidence is indexed anew, with keys that were not at hand before, the same batch writes
/// the row set that it had into `pending`, and those rows are removed when the case is closed.
/// Readers pass over rows whose set no evidence names. A writer that finds `pending` first removes
/// all rows of those sets and flushes. Ingesting finished SST files would do as well, but they must
/// be sorted by etcd key, and an evidence is read in the order of revisions: RocksDB's own
/// memtables do that sorting best.
final class CaseLayout {
  static final int FORMAT = 5;

  /// Members of the data of one value that have fingerprints of their own.
  static final int MAX_MEMBERS = 256;

  /// As long as Kubernetes lets a name in the data of a Secret be.
  static final int MAX_NAME_CHARS = 253;

  static final byte[] FORMAT_ROW = "format".getBytes(US_ASCII);
  static final byte[] KEY_CHECK_ROW = "key-check".getBytes(US_ASCII);
  static final byte[] PENDING_ROW = "pending".getBytes(US_ASCII);

  static final byte[] EVIDENCE_FAMILY = "evidence".getBytes(US_ASCII);
  static final byte[] RECORDS_FAMILY = "records".getBytes(US_ASCII);
  static final byte[] TIMES_FAMILY = "times".getBytes(US_ASCII);

  static final byte[] MARKS_FAMILY = "marks".getBytes(US_ASCII);

  static final byte[] LIVE_FAMILY = "live".getBytes(US_ASCII);

  /// The families besides `default`.
  static final List<byte[]> FAMILIES =
      List.of(EVIDENCE_FAMILY, RECORDS_FAMILY, TIMES_FAMILY, MARKS_FAMILY, LIVE_FAMILY);

  private CaseLayout() {}
}
