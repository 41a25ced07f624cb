package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/// How a case lies in RocksDB: the one place that says it.
///
/// | column family | key | value |
/// |---|---|---|
/// | `default` | `format` | [#FORMAT], 4 bytes |
/// | | `key-check` | fingerprint of a fixed text: whether a key file is this case's |
/// | | `pending` | while an evidence is being added: its number, 4 bytes |
/// | `evidence` | number, 4 bytes | one [Evidence] |
/// | `records` | etcd key, main, sub (8 bytes each), evidence (4), scope (1), stored fingerprint (16) | what else a [Sighting] says |
/// | `times` | main revision (8 bytes), evidence (4), seconds (8), nanoseconds (4) | [TimeSource], 1 byte |
///
/// Numbers are big-endian, so that rows lie in their order. An etcd key has every zero byte
/// followed by `FF` and ends in two zero bytes: so rows lie in the order of etcd keys, and no key
/// is the beginning of another.
///
/// Of the data of a Secret or ConfigMap a row of `records` has one fingerprint for all of it, and
/// one for each member that is not empty, at most [#MAX_MEMBERS]; of more, or of other kinds, it
/// says that they are not known. Format 1 had none of members, and did not say which values are
/// under a published key.
///
/// Evidences are numbered from 1 without gaps. The index depends on nothing but the case's key and
/// the evidences in their order: no time of day, no number of threads.
///
/// **Whole or not at all.** `pending` is written and synced first; the rows of `records` and
/// `times` follow, without RocksDB's log, and are flushed to files; then one synced batch writes
/// the row of `evidence` and removes `pending`. Readers pass over rows of evidences that have no
/// row. A writer that finds `pending` first removes all rows of that number and flushes. Ingesting
/// finished SST files would do as well, but they must be sorted by etcd key, and an evidence is
/// read in the order of revisions: RocksDB's own memtables do that sorting best.
final class CaseLayout {
  static final int FORMAT = 2;

  /// Members of the data of one value that have fingerprints of their own.
  static final int MAX_MEMBERS = 256;

  static final byte[] FORMAT_ROW = "format".getBytes(US_ASCII);
  static final byte[] KEY_CHECK_ROW = "key-check".getBytes(US_ASCII);
  static final byte[] PENDING_ROW = "pending".getBytes(US_ASCII);

  static final byte[] EVIDENCE_FAMILY = "evidence".getBytes(US_ASCII);
  static final byte[] RECORDS_FAMILY = "records".getBytes(US_ASCII);
  static final byte[] TIMES_FAMILY = "times".getBytes(US_ASCII);

  /// The families besides `default`.
  static final List<byte[]> FAMILIES = List.of(EVIDENCE_FAMILY, RECORDS_FAMILY, TIMES_FAMILY);

  private CaseLayout() {}
}
