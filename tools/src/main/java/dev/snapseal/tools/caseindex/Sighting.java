package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.history.KeyHistory.Content;
import java.util.List;
import java.util.Optional;

/// One record of a key as one evidence holds it.
///
/// @param main main revision; 0 where it is not known: in the write-ahead log, and of a fragment
/// @param sub position inside that request; in [SightingScope#WAL] the index of the raft entry
/// @param evidence number of the evidence; of one that is to be written, its row set
/// @param stored of the bytes as stored; [Fingerprint#NONE] for deletions
/// @param content whether it could be read
/// @param prefix how it is stored, empty for plaintext and deletions
/// @param isUnderPublishedKey whether a key opens it that public documentation prints
/// @param sizeBytes of the stored value
/// @param version writes since the key was created, from 1; 0 where it is not known
/// @param createRevision main revision of the creation; 0 where it is not known
/// @param plaintext of the whole plaintext, if it could be read
/// @param data of what the object holds besides its metadata, if it could be decoded
/// @param members of its data; empty if they are not known: of other kinds than Secrets and
///   ConfigMaps, and if there are more than [CaseLayout#MAX_MEMBERS]
/// @param time when the object says it was written
/// @param inside the resource that the value says it is, such as `secrets`, where the key does not
///   say the same
record Sighting(
    long main,
    long sub,
    int evidence,
    SightingScope scope,
    Fingerprint stored,
    Content content,
    String prefix,
    boolean isUnderPublishedKey,
    long sizeBytes,
    long version,
    long createRevision,
    Optional<Fingerprint> plaintext,
    Optional<Fingerprint> data,
    Optional<List<DataMember>> members,
    Optional<StatedTime> time,
    Optional<String> inside) {

  Sighting {
    members = members.map(List::copyOf);
  }

  /// The same record as it was read when another key was at hand.
  Sighting readAs(Sighting earlier) {
    return new Sighting(
        main,
        sub,
        evidence,
        scope,
        stored,
        earlier.content,
        prefix,
        isUnderPublishedKey,
        sizeBytes,
        version,
        createRevision,
        earlier.plaintext,
        earlier.data,
        earlier.members,
        earlier.time,
        earlier.inside);
  }

  /// The same under the number of an evidence.
  Sighting of(int number) {
    return new Sighting(
        main,
        sub,
        number,
        scope,
        stored,
        content,
        prefix,
        isUnderPublishedKey,
        sizeBytes,
        version,
        createRevision,
        plaintext,
        data,
        members,
        time,
        inside);
  }

  /// A value of the log, at the revision under which a store holds the same bytes.
  Sighting placedAt(Sighting record) {
    return new Sighting(
        record.main,
        record.sub,
        evidence,
        scope,
        stored,
        content,
        prefix,
        isUnderPublishedKey,
        sizeBytes,
        record.version,
        record.createRevision,
        plaintext,
        data,
        members,
        time,
        inside);
  }

  Sighting withInside(Optional<String> resource) {
    return new Sighting(
        main,
        sub,
        evidence,
        scope,
        stored,
        content,
        prefix,
        isUnderPublishedKey,
        sizeBytes,
        version,
        createRevision,
        plaintext,
        data,
        members,
        time,
        resource);
  }

  /// Whether whoever has the evidence can read it.
  boolean isExposed() {
    return content == Content.PLAIN || isUnderPublishedKey;
  }

  /// Whether a time that the object states is the one of this revision.
  boolean isDatedBy(StatedTime stated) {
    return stated.source() != TimeSource.CREATION_TIMESTAMP || (main > 0 && createRevision == main);
  }

  boolean isTombstone() {
    return content == Content.NONE;
  }

  /// Whether it is the same record, perhaps of another evidence or in another place.
  boolean isCopyOf(Sighting other) {
    return main == other.main && sub == other.sub && stored.equals(other.stored);
  }
}
