package dev.snapseal.tools.caseindex;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/// Makes fingerprints: HMAC-SHA-256 under the case's key, cut to 128 bits, over what the
/// fingerprint is of, the length of the etcd key, the etcd key and the bytes.
///
/// With the etcd key among what is hashed, two Secrets that hold the same word have different
/// fingerprints. Of what a member holds there is one without the etcd key besides, so that the
/// index tells who shares a secret, and only where [DistinctValue] says that it is one: never who
/// has the same short or common word. Belongs to one thread.
final class Fingerprints {
  /// What is hashed.
  enum Of {
    /// The bytes as they are stored, encrypted or not.
    STORED(1),
    /// The whole plaintext.
    PLAINTEXT(2),
    /// What the object holds, without its metadata.
    DATA(3),
    /// The name of a member of its data that holds nothing.
    EMPTY_MEMBER(4),
    /// What a member holds, or a piece of it, without a name.
    VALUE(5),
    /// What a member holds, under any etcd key.
    VALUE_ANYWHERE(6);

    private final int code;

    Of(int code) {
      this.code = code;
    }
  }

  private static final long PIECE_BYTES = 1 << 30;

  private final Mac mac;

  Fingerprints(CaseKey key) {
    try {
      this.mac = Mac.getInstance("HmacSHA256");
      mac.init(key.forMac());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /// Begins a fingerprint.
  void begin(Of of, byte[] etcdKey) {
    mac.reset();
    mac.update((byte) of.code);
    addLength(etcdKey.length);
    mac.update(etcdKey);
  }

  /// Adds bytes, piece by piece: a buffer holds less than 2 GiB.
  void add(MemorySegment bytes) {
    for (long done = 0; done < bytes.byteSize(); done += PIECE_BYTES) {
      long length = Math.min(PIECE_BYTES, bytes.byteSize() - done);
      mac.update(bytes.asSlice(done, length).asByteBuffer());
    }
  }

  /// So that no two sequences of texts are hashed alike.
  void addLength(long length) {
    mac.update(ByteBuffer.allocate(Long.BYTES).putLong(length).flip());
  }

  Fingerprint finish() {
    ByteBuffer hash = ByteBuffer.wrap(mac.doFinal());
    return new Fingerprint(hash.getLong(), hash.getLong());
  }
}
