package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.internal.KmsConnection;
import java.util.Arrays;

/// One key or plugin of the ring, shared by all workers.
final class RingEntry {
  private final int number;
  private final EncryptionPrefix prefix;
  private final byte[] prefixBytes;
  private final Source source;

  /// Where the key comes from.
  sealed interface Source {
    record Secret(SecretKeyBytes key) implements Source {}

    record Plugin(KmsConnection connection) implements Source {}
  }

  RingEntry(int number, EncryptionPrefix prefix, Source source) {
    this.number = number;
    this.prefix = prefix;
    this.prefixBytes = prefix.toBytes();
    this.source = source;
  }

  /// Index among the ring's entries, from 0.
  int number() {
    return number;
  }

  EncryptionPrefix prefix() {
    return prefix;
  }

  Source source() {
    return source;
  }

  int prefixLength() {
    return prefixBytes.length;
  }

  boolean claims(byte[] stored, int offset, int length) {
    return PrefixList.startsWith(prefixBytes, stored, offset, length);
  }

  void writePrefix(byte[] out, int offset) {
    System.arraycopy(prefixBytes, 0, out, offset, prefixBytes.length);
  }

  boolean isSame(EncryptionPrefix otherPrefix, Source otherSource) {
    return prefix.equals(otherPrefix)
        && switch (source) {
          case Source.Secret(SecretKeyBytes key) ->
              otherSource instanceof Source.Secret(SecretKeyBytes other) && key.sameKey(other);
          case Source.Plugin(KmsConnection connection) ->
              otherSource instanceof Source.Plugin(KmsConnection other) && connection == other;
        };
  }

  @Override
  public String toString() {
    return "RingEntry[" + prefix.text() + " " + Arrays.hashCode(prefixBytes) + "]";
  }
}
