package dev.snapseal.tools.kms;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Hands messages over as the bytes they are, and takes none that is larger than any answer of the
/// KMS API can be.
enum BoundedMarshaller implements MethodDescriptor.Marshaller<byte[]> {
  BYTES;

  /// Annotations of 32 KiB in their shortest entries (four bytes around three) come to less than
  /// this; so do the 64 KiB of a v1 answer.
  static final int MAX_ANSWER_BYTES = 1 << 18;

  @Override
  public InputStream stream(byte[] message) {
    return new ByteArrayInputStream(message);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      byte[] message = stream.readNBytes(MAX_ANSWER_BYTES + 1);
      if (message.length > MAX_ANSWER_BYTES) {
        throw Status.RESOURCE_EXHAUSTED.asRuntimeException();
      }
      return message;
    } catch (IOException e) {
      throw Status.INTERNAL.withCause(e).asRuntimeException();
    }
  }
}
