package dev.snapseal.testdata;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// What follows the last page: a tail, and the trailer that etcd appends to a snapshot.
final class FileEnd {
  /// Bytes of the trailer: a raw SHA-256.
  static final int TRAILER_BYTES = 32;

  private FileEnd() {}

  static byte[] after(byte[] pages, byte[] tail, TrailerForm trailer) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(pages);
    file.writeBytes(tail);
    byte[] hash = sha256().digest(file.toByteArray());
    switch (trailer) {
      case ABSENT -> {}
      case RIGHT -> file.writeBytes(hash);
      case WRONG -> {
        hash[0] ^= 1;
        file.writeBytes(hash);
      }
      case CUT -> file.writeBytes(Arrays.copyOf(hash, TRAILER_BYTES - 1));
    }
    return file.toByteArray();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
