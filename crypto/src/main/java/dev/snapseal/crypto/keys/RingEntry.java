package dev.snapseal.crypto.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.internal.KmsConnection;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// One key or plugin of the ring, shared by all workers.
final class RingEntry {
  private static final byte[] ID_WORD = "key".getBytes(US_ASCII);
  private static final int ID_BYTES = 16;

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

  KeyFingerprint fingerprint(SecretKey salt) {
    return new KeyFingerprint(
        prefix,
        source instanceof Source.Secret(SecretKeyBytes key)
            ? Optional.of(keyId(key, salt))
            : Optional.empty());
  }

  private String keyId(SecretKeyBytes key, SecretKey salt) {
    byte[] bytes = key.toBytes();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(salt);
      mac.update(ID_WORD);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(prefixBytes.length).flip());
      mac.update(prefixBytes);
      mac.update(bytes);
      return HexFormat.of().formatHex(mac.doFinal(), 0, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
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
