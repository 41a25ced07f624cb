package dev.snapseal.snapshot;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/// SHA-256 of a file, and what it says about the trailer that etcd appends to a snapshot.
///
/// @param sha256 of the whole file, lower-case hex
/// @param trailer whether the last 32 bytes are the SHA-256 of those before them
public record FileDigest(String sha256, Trailer trailer) {
  /// Bytes of the trailer.
  public static final int TRAILER_BYTES = 32;

  private static final int CHUNK_BYTES = 1 << 14;
  private static final int ETCD_BLOCK = 512;

  /// State of the 32 bytes behind the bbolt image.
  public enum Trailer {
    VALID,
    INVALID,
    ABSENT;

    /// `valid`, `invalid` or `absent`.
    public String jsonName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Whether the file ends in a trailer: as its meta page counts, or by etcd's own rule, a length
  /// of 32 over a multiple of 512.
  ///
  /// @see <a
  ///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/etcdutl/snapshot/v3_snapshot.go">v3_snapshot.go,
  ///   hasChecksum</a>
  public static boolean hasTrailer(Snapshot snapshot) {
    long behindImage = snapshot.length() - snapshot.imageLength();
    return behindImage == TRAILER_BYTES
        || (behindImage >= TRAILER_BYTES && hasTrailer(snapshot.length()));
  }

  /// Whether a file of so many bytes ends in a trailer, by etcd's own rule.
  public static boolean hasTrailer(long lengthBytes) {
    return lengthBytes % ETCD_BLOCK == TRAILER_BYTES;
  }

  /// Reads the whole file once.
  ///
  /// @param progress told the number of bytes hashed since it was last told
  public static FileDigest compute(Snapshot snapshot, LongConsumer progress) {
    return compute(snapshot.bytes(), hasTrailer(snapshot), progress);
  }

  /// Reads once a file that may be too damaged to be opened: whether it has a trailer is then told
  /// by its length alone, as etcd does.
  ///
  /// @param file name for errors
  /// @param image the whole file
  /// @param progress told the number of bytes hashed since it was last told
  public static FileDigest compute(String file, MemorySegment image, LongConsumer progress) {
    try (Snapshot snapshot = Snapshot.of(file, image)) {
      return compute(snapshot, progress);
    } catch (CorruptSnapshotException e) {
      boolean hasTrailer = hasTrailer(image.byteSize());
      return compute(new SnapshotBytes(file, image), hasTrailer, progress);
    }
  }

  private static FileDigest compute(
      SnapshotBytes bytes, boolean hasTrailer, LongConsumer progress) {
    long prefix = hasTrailer ? bytes.length() - TRAILER_BYTES : bytes.length();
    MessageDigest digest = newSha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (long offset = 0; offset < prefix; offset += CHUNK_BYTES) {
      int part = (int) Math.min(CHUNK_BYTES, prefix - offset);
      bytes.copy(offset, chunk, 0, part);
      digest.update(chunk, 0, part);
      progress.accept(part);
    }
    if (!hasTrailer) {
      return new FileDigest(hex(digest.digest()), Trailer.ABSENT);
    }
    byte[] stored = new byte[TRAILER_BYTES];
    bytes.copy(prefix, stored, 0, TRAILER_BYTES);
    byte[] computed = copyOf(digest).digest();
    digest.update(stored);
    Trailer trailer = MessageDigest.isEqual(stored, computed) ? Trailer.VALID : Trailer.INVALID;
    return new FileDigest(hex(digest.digest()), trailer);
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  /// A fresh SHA-256.
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// A digest that goes on from where another stands.
  public static MessageDigest copyOf(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }
}
