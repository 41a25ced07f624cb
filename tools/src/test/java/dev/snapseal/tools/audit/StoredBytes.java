package dev.snapseal.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What really stands at a place of a file, read without Snapseal's reader.
final class StoredBytes {
  private static final int PAGE_SIZE = 4096;
  private static final int VALUE_TAG = (5 << 3) | 2;

  private StoredBytes() {}

  /// Length of the value of a KeyValue that begins at `offset`: the varint before it, behind the
  /// tag of field 5.
  static int valueLength(byte[] file, int offset) {
    for (int bytes = 1; bytes <= 4; bytes++) {
      if (file[offset - bytes - 1] == VALUE_TAG && varintLength(file, offset - bytes) == bytes) {
        int length = 0;
        for (int i = bytes; i > 0; i--) {
          length = (length << 7) | (file[offset - bytes + i - 1] & 0x7F);
        }
        return length;
      }
    }
    throw new AssertionError("no value begins at offset " + offset);
  }

  private static int varintLength(byte[] file, int start) {
    int length = 1;
    while (file[start + length - 1] < 0) {
      length++;
    }
    return length;
  }

  static void assertValueAt(byte[] file, int offset, String sha256) {
    assertEquals(sha256, sha256(file, offset, valueLength(file, offset)), "value at " + offset);
  }

  /// The offset lies on that page or on one that continues it.
  static void assertOnPage(byte[] file, int offset, int page) {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(page, header.getLong(page * PAGE_SIZE), "id of page " + page);
    int last = page + header.getInt(page * PAGE_SIZE + 12);
    int actual = offset / PAGE_SIZE;
    assertTrue(page <= actual && actual <= last, offset + " is not on page " + page);
  }

  private static String sha256(byte[] file, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file, offset, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
