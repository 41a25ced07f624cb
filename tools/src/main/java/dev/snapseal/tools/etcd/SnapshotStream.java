package dev.snapseal.tools.etcd;

import io.etcd.jetcd.maintenance.SnapshotResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// A snapshot as a server streams it, with the SHA-256 at its end. One thread reads.
///
/// A few parts at most are held: a server that is faster than the reader has to wait.
final class SnapshotStream extends InputStream implements StreamObserver<SnapshotResponse> {
  private static final int PARTS = 64;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  private sealed interface Part {
    record Bytes(ByteBuffer bytes) implements Part {}

    record End() implements Part {}

    record Failure(Throwable cause) implements Part {}
  }

  private final BlockingQueue<Part> parts = new ArrayBlockingQueue<>(PARTS);
  private final LongConsumer progress;
  private ByteBuffer current = ByteBuffer.allocate(0);
  private boolean ended;
  private volatile boolean closed;

  /// @param progress told the bytes read since it was last told
  SnapshotStream(LongConsumer progress) {
    this.progress = progress;
  }

  @Override
  public void onNext(SnapshotResponse part) {
    put(new Part.Bytes(part.getBlob().asReadOnlyByteBuffer()));
  }

  @Override
  public void onError(Throwable failure) {
    put(new Part.Failure(failure));
  }

  @Override
  public void onCompleted() {
    put(new Part.End());
  }

  private void put(Part part) {
    try {
      while (!closed && !parts.offer(part, 100, TimeUnit.MILLISECONDS)) {
        // The reader is slower.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    java.util.Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (!current.hasRemaining()) {
      if (ended) {
        return -1;
      }
      take();
    }
    int count = Math.min(length, current.remaining());
    current.get(target, offset, count);
    progress.accept(count);
    return count;
  }

  private void take() throws IOException {
    Part part;
    try {
      part = parts.poll(LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (part == null) {
      throw new LiveEtcdException(
          "the snapshot stopped: nothing came for " + LONGEST_SILENCE.toSeconds() + " s", null);
    }
    switch (part) {
      case Part.Bytes(ByteBuffer bytes) -> current = bytes;
      case Part.End() -> ended = true;
      case Part.Failure(Throwable cause) ->
          throw new LiveEtcdException("the snapshot broke off: " + LiveEtcd.reason(cause), cause);
    }
  }

  /// Lets the server's parts go; the call itself ends with its client.
  @Override
  public void close() {
    closed = true;
    parts.clear();
  }
}
