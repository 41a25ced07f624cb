package dev.snapseal.tools.rewrite;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.layout.PageRange;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.Threads;
import dev.snapseal.tools.output.OutputFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// The SHA-256 of a file that is being written: a thread of its own follows the finished prefix and
/// reads back what is there.
final class OutputDigest {
  private static final int CHUNK_BYTES = 1 << 18;

  private final OutputFile output;
  private final List<PageRange> ranges;
  private final BitSet written = new BitSet();
  private final MessageDigest sha256 = FileDigest.newSha256();
  private final Thread thread;
  private boolean cancelled;
  private Optional<IOException> failure = Optional.empty();

  private OutputDigest(OutputFile output, List<PageRange> ranges, BackgroundDigest before) {
    this.output = output;
    this.ranges = ranges;
    this.thread = new Thread(() -> run(before), "sha256-output");
  }

  /// Begins once the digest of the input is done: there is one hashing thread at a time.
  ///
  /// @param ranges of the file, in order, after the meta pages, which are written already
  static OutputDigest start(OutputFile output, List<PageRange> ranges, BackgroundDigest before) {
    OutputDigest digest = new OutputDigest(output, ranges, before);
    digest.thread.setDaemon(true);
    digest.thread.start();
    return digest;
  }

  /// Says that a range stands in the file.
  synchronized void written(int range) {
    written.set(range);
    notifyAll();
  }

  /// Ends the thread; for a file that will not be finished.
  synchronized void cancel() {
    cancelled = true;
    notifyAll();
  }

  /// Waits for the end of hashing.
  void await() {
    Threads.join(thread);
  }

  /// The digest of all that was written; more may be added to it.
  MessageDigest join() throws IOException {
    await();
    if (failure.isPresent()) {
      throw failure.get();
    }
    return sha256;
  }

  private void run(BackgroundDigest before) {
    try {
      before.join();
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
      long position = 0;
      for (int range = 0; range < ranges.size() && awaitRange(range); range++) {
        position = hash(position, ranges.get(range).end(), chunk);
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    }
  }

  /// Whether the range is there; `false` if it never will be.
  private synchronized boolean awaitRange(int range) {
    while (!written.get(range) && !cancelled) {
      try {
        wait();
      } catch (InterruptedException _) {
        // Nobody interrupts this thread.
      }
    }
    return !cancelled;
  }

  private long hash(long from, long end, ByteBuffer chunk) throws IOException {
    long position = from;
    while (position < end) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, end - position));
      int count = output.channel().read(chunk, position);
      if (count < 0) {
        throw new EOFException("the output ended while it was written");
      }
      sha256.update(chunk.flip());
      position += count;
    }
    return position;
  }
}
