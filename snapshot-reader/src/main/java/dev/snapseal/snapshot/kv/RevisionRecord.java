package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// One record of bucket `key`: a put of a key at a revision, or its deletion.
///
/// Holds places, not bytes; [#key()] and [#value()] are slices of the file and valid as long as it
/// is open.
public final class RevisionRecord {
  private final SnapshotBytes bytes;
  private final long pageId;
  private final long recordOffset;
  private final int revisionKeyLength;
  private final long recordLength;
  private final Revision revision;
  private final boolean tombstone;
  private final KeyValueFields fields;

  private RevisionRecord(
      SnapshotBytes bytes,
      long pageId,
      long recordOffset,
      int revisionKeyLength,
      long recordLength,
      Revision revision,
      boolean tombstone,
      KeyValueFields fields) {
    this.bytes = bytes;
    this.pageId = pageId;
    this.recordOffset = recordOffset;
    this.revisionKeyLength = revisionKeyLength;
    this.recordLength = recordLength;
    this.revision = revision;
    this.tombstone = tombstone;
    this.fields = fields;
  }

  /// Reads the record that an element of bucket `key` holds.
  ///
  /// @param pageId page that holds it
  /// @throws MalformedRecordException if the key is no revision or the value no KeyValue
  public static RevisionRecord read(SnapshotBytes bytes, long pageId, LeafElement element)
      throws MalformedRecordException {
    return read(bytes, pageId, element.keyOffset(), element.keyLength(), element.valueLength());
  }

  /// Reads the record whose revision key lies at `keyOffset` and whose KeyValue follows it.
  ///
  /// @param pageId page that holds it
  /// @throws MalformedRecordException if the key is no revision or the value no KeyValue
  public static RevisionRecord read(
      SnapshotBytes bytes, long pageId, long keyOffset, int keyLength, int valueLength)
      throws MalformedRecordException {
    Revision revision =
        Revision.fromKeyBytes(bytes, keyOffset, keyLength)
            .orElseThrow(
                () ->
                    new MalformedRecordException(
                        pageId, keyOffset, "a key of " + keyLength + " bytes is no revision"));
    try {
      KeyValueFields fields = KeyValueFields.parse(bytes, keyOffset + keyLength, valueLength);
      return new RevisionRecord(
          bytes,
          pageId,
          keyOffset,
          keyLength,
          (long) keyLength + valueLength,
          revision,
          Revision.isTombstoneKey(bytes, keyOffset, keyLength),
          fields);
    } catch (MalformedProtobufException e) {
      throw new MalformedRecordException(
          pageId,
          keyOffset + keyLength,
          "the record of revision " + revision + " is no KeyValue: " + e.getMessage());
    }
  }

  /// Page that holds the record, or its first page where a leaf has overflow pages.
  public long pageId() {
    return pageId;
  }

  /// File offset of the revision key.
  public long recordOffset() {
    return recordOffset;
  }

  /// Bytes of revision key and KeyValue together; they lie side by side.
  public long recordLength() {
    return recordLength;
  }

  /// Bytes of the revision key, with which the record begins.
  public int revisionKeyLength() {
    return revisionKeyLength;
  }

  public Revision revision() {
    return revision;
  }

  /// Whether this revision deleted the key; such a record has no value.
  public boolean isTombstone() {
    return tombstone;
  }

  /// The user's key, such as `/registry/secrets/prod/db`; empty in the record `--bump-revision`
  /// makes.
  public MemorySegment key() {
    return bytes.slice(fields.keyOffset(), fields.keyLength());
  }

  /// A copy of the user's key.
  public byte[] keyBytes() {
    return bytes.copy(fields.keyOffset(), fields.keyLength());
  }

  public long keyOffset() {
    return fields.keyOffset();
  }

  public int keyLength() {
    return fields.keyLength();
  }

  /// The stored value, encrypted or not; empty if the record has none.
  public MemorySegment value() {
    return bytes.slice(fields.valueOffset(), fields.valueLength());
  }

  /// Copies the first `length` bytes of the value to the beginning of `target`.
  public void copyValue(byte[] target, int length) {
    bytes.copy(fields.valueOffset(), target, 0, Objects.checkIndex(length, valueLength() + 1));
  }

  /// Where the field of the value begins in the `KeyValue`, its tag; the record's end if it has no
  /// value.
  public long valueFieldOffset() {
    return fields.valueFieldOffset();
  }

  /// Copies `length` bytes of the value from its byte `from` to `target` at `targetOffset`.
  public void copyValue(int from, byte[] target, int targetOffset, int length) {
    Objects.checkFromIndexSize(from, length, valueLength());
    bytes.copy(fields.valueOffset() + from, target, targetOffset, length);
  }

  public long valueOffset() {
    return fields.valueOffset();
  }

  public int valueLength() {
    return fields.valueLength();
  }

  /// First byte behind the value.
  public long valueEnd() {
    return fields.valueOffset() + fields.valueLength();
  }

  /// Main revision of the put that created this life of the key; 0 in tombstones.
  public long createRevision() {
    return fields.createRevision();
  }

  /// What the record itself says its main revision is; 0 in tombstones.
  public long modRevision() {
    return fields.modRevision();
  }

  /// Writes since the key was created, from 1; 0 in tombstones.
  public long version() {
    return fields.version();
  }

  /// Whether a field stands twice, so that the last one counts.
  public boolean hasRepeatedFields() {
    return fields.repeated();
  }

  /// Whether it has fields twice or that etcd does not know: bytes that no accessor here shows.
  public boolean hasForeignFields() {
    return fields.foreign();
  }

  /// Lease the key hangs on, 0 for none.
  public long lease() {
    return fields.lease();
  }
}
