package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.PlainForm;

/// A look at the first plaintext bytes of a body, without opening the whole: enough to pass over
/// nearly every wrong key. Says nothing of authenticity. Belongs to one thread.
public interface FirstBytes {
  /// Bytes that are looked at.
  int COUNT = 16;

  /// Decrypts up to [#COUNT] first bytes of the body into `block`.
  ///
  /// @return how many the body has, at most [#COUNT]
  int peek(byte[] stored, int offset, int length, byte[] block);

  /// Whether the body begins like a Kubernetes object under this key.
  default boolean lookLikeAnObject(byte[] stored, int offset, int length, byte[] block) {
    int count = peek(stored, offset, length, block);
    return switch (PlainForm.of(block, 0, count)) {
      case PROTOBUF, JSON, CBOR, YAML -> true;
      case NUMBER, EMPTY, UNKNOWN -> false;
    };
  }
}
