package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.EncryptedDekSourceType;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.KmsPlugin;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsV2Envelope;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.SecretKey;

/// `kms` v2 with both kinds of data key: the AES key itself, or a seed from which each value
/// derives its own.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/envelope/kmsv2/envelope.go">
///   apiserver envelope/kmsv2/envelope.go</a>
public final class KmsV2Transformer implements BodyTransformer {
  private static final int INFO = ExtendedNonceKey.INFO;

  private final KmsConnection plugin;
  private final NonceSource random;
  private final AesGcmBox box;
  private final ExtendedNonceKey derivation = new ExtendedNonceKey();

  public KmsV2Transformer(KmsConnection plugin, NonceSource random) {
    this.plugin = Objects.requireNonNull(plugin);
    this.random = Objects.requireNonNull(random);
    this.box = new AesGcmBox(random);
  }

  @Override
  public void open(EtcdKey path, byte[] stored, int offset, int length, Plaintext plaintext)
      throws ValueDecryptionException {
    KmsV2Envelope envelope = KmsV2Envelope.parse(stored, offset, length);
    SecretKey key = plugin.unwrap(envelope.dek());
    int data = envelope.dataOffset();
    int dataLength = envelope.dataLength();
    switch (envelope.dek().type()) {
      case AES_GCM_KEY -> box.open(key, path, stored, data, dataLength, plaintext);
      case HKDF_SHA256_XNONCE_AES_GCM_SEED -> {
        if (dataLength < INFO) {
          throw new MalformedCiphertext(TOO_SHORT);
        }
        SecretKey own = derivation.derive(key, Arrays.copyOfRange(stored, data, data + INFO));
        box.open(own, path, stored, data + INFO, dataLength - INFO, plaintext);
      }
    }
    plaintext.openedUnder(envelope.dek().keyId());
    if (!plugin.isCurrent(envelope.dek())) {
      plaintext.markStale();
    }
  }

  @Override
  public long plainLength(byte[] stored, int offset, int length) {
    try {
      KmsV2Envelope envelope = KmsV2Envelope.parse(stored, offset, length);
      int info = envelope.dek().type() == EncryptedDekSourceType.AES_GCM_KEY ? 0 : INFO;
      return AesGcmBox.plainLength((long) envelope.dataLength() - info);
    } catch (MalformedCiphertext _) {
      return UNKNOWN_LENGTH;
    }
  }

  @Override
  public long sealedLength(long plainLength) throws KmsPluginException {
    WritingDek dek = plugin.writing(random);
    long data = plainLength + dataOverhead();
    return EncryptedObjectWriter.fieldLength(data) + tail(dek).length;
  }

  @Override
  public int seal(EtcdKey path, byte[] plain, int offset, int length, byte[] out, int outOffset)
      throws KmsPluginException {
    WritingDek dek = plugin.writing(random);
    EncryptedObjectWriter writer = new EncryptedObjectWriter(out, outOffset);
    writer.dataHeader(length + dataOverhead());
    int at = writer.position();
    switch (plugin.dekSourceType()) {
      case AES_GCM_KEY -> at += box.seal(dek.key(), path, plain, offset, length, out, at);
      case HKDF_SHA256_XNONCE_AES_GCM_SEED -> {
        byte[] info = new byte[INFO];
        random.fill(info);
        System.arraycopy(info, 0, out, at, INFO);
        at += INFO;
        SecretKey own = derivation.derive(dek.key(), info);
        at += box.seal(own, path, plain, offset, length, out, at);
      }
    }
    byte[] tail = tail(dek);
    System.arraycopy(tail, 0, out, at, tail.length);
    return at + tail.length - outOffset;
  }

  private int dataOverhead() {
    return switch (plugin.dekSourceType()) {
      case AES_GCM_KEY -> AesGcmBox.OVERHEAD;
      case HKDF_SHA256_XNONCE_AES_GCM_SEED -> INFO + AesGcmBox.OVERHEAD;
    };
  }

  private byte[] tail(WritingDek dek) {
    KmsPlugin.WrappedKey wrapped = dek.wrapped();
    EncryptedDekSourceType type = plugin.dekSourceType();
    return EncryptedObjectWriter.tail(wrapped, type);
  }
}
