package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.ValueDecryptionException;

/// Opens and seals the body of a stored value, which stands behind its prefix.
///
/// Belongs to one thread: it keeps its ciphers from value to value.
public interface BodyTransformer {
  /// Answer of a failed tag, in the words of Go's `crypto/cipher`.
  String AUTHENTICATION_FAILED = "cipher: message authentication failed";

  /// apiserver `enc/aes/aes.go`, `enc/secretbox/secretbox.go`.
  String TOO_SHORT = "the stored data was shorter than the required size";

  /// Opens `length` bytes of `stored` from `offset` into `plaintext`, whose content is undefined
  /// after a failure.
  void open(EtcdKey path, byte[] stored, int offset, int length, Plaintext plaintext)
      throws ValueDecryptionException;

  /// Answer of [#plainLength] where only opening tells.
  long UNKNOWN_LENGTH = -1;

  /// Bytes of plaintext in a body, told without opening it; [#UNKNOWN_LENGTH] if only opening
  /// tells, or if it cannot be opened. A body that was tampered with may have another length than
  /// this, or none.
  long plainLength(byte[] stored, int offset, int length);

  /// Bytes of the body that [#seal] makes from so many bytes of plaintext; exact.
  long sealedLength(long plainLength) throws KmsPluginException;

  /// Seals `length` bytes of `plain` from `offset` into `out` from `outOffset`, where there is
  /// room.
  ///
  /// @return bytes written, as [#sealedLength] says
  int seal(EtcdKey path, byte[] plain, int offset, int length, byte[] out, int outOffset)
      throws KmsPluginException;
}
