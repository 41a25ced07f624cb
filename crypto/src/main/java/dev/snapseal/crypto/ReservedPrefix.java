package dev.snapseal.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;

/// `k8s:enc:`, with which every encrypted value begins and no serialised object does.
final class ReservedPrefix {
  private static final byte[] BYTES = "k8s:enc:".getBytes(US_ASCII);

  /// The providers whose values begin so.
  static final List<Provider> PROVIDERS =
      List.of(
          Provider.AESCBC, Provider.AESGCM, Provider.SECRETBOX, Provider.KMS_V1, Provider.KMS_V2);

  private ReservedPrefix() {}

  static boolean begins(byte[] value, int offset, int length) {
    return length >= BYTES.length
        && Arrays.equals(value, offset, offset + BYTES.length, BYTES, 0, BYTES.length);
  }

  /// @param ascii what the value may begin with
  static boolean begins(String ascii, byte[] value, int offset, int length) {
    if (length < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (value[offset + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
