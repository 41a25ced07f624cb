package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsV1Envelope;
import dev.snapseal.crypto.ValueDecryptionException;
import java.util.List;
import java.util.Objects;
import javax.crypto.SecretKey;

/// `kms` v1: reads AES-GCM as servers since 1.25 write it, then AES-CBC as older ones did; writes
/// AES-GCM.
///
/// The server makes a data key for every write; this makes one for a run, under which nonces are
/// random.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/envelope/envelope.go">
///   apiserver envelope/envelope.go</a>
public final class KmsV1Transformer implements BodyTransformer {
  private static final int LENGTH_PREFIX = 2;

  private final KmsConnection plugin;
  private final NonceSource random;
  private final AesGcmBox box;

  public KmsV1Transformer(KmsConnection plugin, NonceSource random) {
    this.plugin = Objects.requireNonNull(plugin);
    this.random = Objects.requireNonNull(random);
    this.box = new AesGcmBox(random);
  }

  @Override
  public void open(EtcdKey path, byte[] stored, int offset, int length, Plaintext plaintext)
      throws ValueDecryptionException {
    KmsV1Envelope envelope = KmsV1Envelope.parse(stored, offset, length);
    SecretKey key = plugin.unwrap(envelope.dek());
    int data = envelope.dataOffset();
    try {
      box.open(key, path, stored, data, envelope.dataLength(), plaintext);
    } catch (ValueDecryptionException gcm) {
      openOld(key, path, stored, data, envelope.dataLength(), plaintext, gcm);
    }
  }

  private void openOld(
      SecretKey key,
      EtcdKey path,
      byte[] stored,
      int offset,
      int length,
      Plaintext plaintext,
      ValueDecryptionException gcm)
      throws ValueDecryptionException {
    try {
      new AesCbcTransformer(key, random).open(path, stored, offset, length, plaintext);
      plaintext.markStale();
    } catch (ValueDecryptionException cbc) {
      throw ValueDecryptionException.all(List.of(gcm, cbc));
    }
  }

  /// Two ciphers are possible, which leave different lengths.
  @Override
  public long plainLength(byte[] stored, int offset, int length) {
    return UNKNOWN_LENGTH;
  }

  @Override
  public long sealedLength(long plainLength) throws KmsPluginException {
    return LENGTH_PREFIX
        + (long) plugin.writing(random).wrapped().ciphertext().length
        + plainLength
        + AesGcmBox.OVERHEAD;
  }

  @Override
  public int seal(EtcdKey path, byte[] plain, int offset, int length, byte[] out, int outOffset)
      throws KmsPluginException {
    WritingDek dek = plugin.writing(random);
    byte[] wrapped = dek.wrapped().ciphertext();
    out[outOffset] = (byte) (wrapped.length >>> 8);
    out[outOffset + 1] = (byte) wrapped.length;
    System.arraycopy(wrapped, 0, out, outOffset + LENGTH_PREFIX, wrapped.length);
    int header = LENGTH_PREFIX + wrapped.length;
    return header + box.seal(dek.key(), path, plain, offset, length, out, outOffset + header);
  }
}
