package dev.snapseal.crypto;

import java.util.List;

/// `k8s:enc:`, with which every encrypted value begins and no serialised object does.
final class ReservedPrefix {
  private static final String TEXT = "k8s:enc:";

  /// The providers whose values begin so.
  static final List<Provider> PROVIDERS =
      List.of(
          Provider.AESCBC, Provider.AESGCM, Provider.SECRETBOX, Provider.KMS_V1, Provider.KMS_V2);

  private ReservedPrefix() {}

  static boolean begins(byte[] value, int offset, int length) {
    return begins(TEXT, value, offset, length);
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
