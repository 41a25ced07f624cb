package dev.snapseal.tools.input;

import java.lang.foreign.MemorySegment;

/// What some bytes are, told from the first of them.
public enum ContentType {
  BBOLT("a bbolt file", InputProblem.NOT_A_BACKUP),
  GZIP("gzip data", InputProblem.UNSUPPORTED_FORMAT),
  ZSTD("zstd data", InputProblem.UNSUPPORTED_FORMAT),
  ZIP("a zip archive", InputProblem.UNSUPPORTED_FORMAT),
  TAR("a tar archive", InputProblem.UNSUPPORTED_FORMAT),
  ZLIB("zlib data", InputProblem.UNSUPPORTED_FORMAT),
  GO_LZW("LZW data of Gardener's (.Z)", InputProblem.UNSUPPORTED_FORMAT),
  DELTA("a delta snapshot of Gardener's, not a store", InputProblem.DELTA),
  BBOLT_BIG_ENDIAN("a bbolt file written on a big-endian machine", InputProblem.BIG_ENDIAN),
  AGE("sealed with age", InputProblem.SEALED_AGE),
  SQLITE(
      "an SQLite database, not an etcd backup; k3s without embedded etcd keeps its data in one"
          + " (kine)",
      InputProblem.SQLITE),
  XZ("xz data, which is not read here", InputProblem.UNSUPPORTED_FORMAT),
  BZIP2("bzip2 data, which is not read here", InputProblem.UNSUPPORTED_FORMAT),
  SEVEN_ZIP("a 7z archive, which is not read here", InputProblem.UNSUPPORTED_FORMAT),
  LZ4("lz4 data, which is not read here", InputProblem.UNSUPPORTED_FORMAT),
  COMPRESS("compress (.Z) data, which is not read here", InputProblem.UNSUPPORTED_FORMAT),
  EMPTY("empty", InputProblem.EMPTY),
  ZEROS("zero bytes from the start, without a bbolt meta page", InputProblem.NO_META_PAGE),
  LOST_META(
      "not an etcd backup as it is: both meta pages are overwritten, and bbolt's pages follow them",
      InputProblem.NO_META_PAGE),
  ENCRYPTION_CONFIGURATION(
      "an EncryptionConfiguration, which holds keys and not a backup",
      InputProblem.ENCRYPTION_CONFIGURATION),
  TEXT("text, not an etcd backup", InputProblem.NOT_A_BACKUP),
  UNKNOWN(
      "not an etcd backup: no bbolt meta page, and no archive or compression that is known",
      InputProblem.NOT_A_BACKUP);

  private final String description;
  private final InputProblem problem;

  ContentType(String description, InputProblem problem) {
    this.description = description;
    this.problem = problem;
  }

  /// From the first bytes: all of a short file, or [Content#HEAD_BYTES] at least.
  ///
  /// The surest sign comes first. bbolt's magic number alone comes after the signatures, because a
  /// small packed backup can have it at the very offset of the original.
  public static ContentType of(MemorySegment head) {
    if (head.byteSize() == 0) {
      return EMPTY;
    }
    if (BboltGeometry.startsWithMeta(head)) {
      return BBOLT;
    }
    ContentType bySignature = Signature.typeOf(head);
    if (bySignature != UNKNOWN) {
      return bySignature;
    }
    ContentType bare = BarePacking.typeOf(head);
    if (bare != UNKNOWN) {
      return bare;
    }
    return TarHeaders.startsWithOne(head) ? TAR : withoutSignature(head);
  }

  private static ContentType withoutSignature(MemorySegment head) {
    if (BboltGeometry.hasBigEndianMagic(head)) {
      return BBOLT_BIG_ENDIAN;
    }
    if (BboltGeometry.hasMagic(head) || BboltGeometry.peek(head).isPresent()) {
      return BBOLT;
    }
    return BboltGeometry.hasPages(head) ? LOST_META : Prose.typeOf(head);
  }

  /// In words, such as `gzip data`.
  public String description() {
    return description;
  }

  /// Why bytes of this type, which is not one that is read or unpacked, give no backup.
  InputException notABackup(String displayPath) {
    return new InputException(displayPath, problem, description);
  }
}
