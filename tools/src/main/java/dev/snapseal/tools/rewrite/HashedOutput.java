package dev.snapseal.tools.rewrite;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.layout.PageRange;
import dev.snapseal.snapshot.layout.PageTarget;
import dev.snapseal.snapshot.layout.PageWriter;
import dev.snapseal.tools.output.OutputFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A file that several workers write, range by range in any order, and its SHA-256, which follows
/// the finished prefix.
///
/// Whoever finishes a range hashes what can be hashed by then, unless somebody else is at it: no
/// core waits for another, and bytes are mostly hashed while the processor still has them in its
/// cache. Safe for use by several threads.
final class HashedOutput {
  /// Finished ranges that wait in memory for their turn; those beyond are read back when it comes.
  private static final int KEPT_RANGES = 8;

  /// The arrays of larger ones, which hold one large value, would together fill the heap.
  private static final int KEPT_BYTES = PageWriter.BUFFER_BYTES;

  private static final int CHUNK_BYTES = 1 << 18;

  private final OutputFile file;
  private final List<PageRange> ranges;
  private final MessageDigest sha256 = FileDigest.newSha256();
  private final Map<Integer, Optional<byte[]>> finished = new HashMap<>();
  private final Deque<byte[]> spare = new ArrayDeque<>();
  private int kept;
  private int next;
  private boolean hashing;

  /// Writes the meta pages.
  ///
  /// @param ranges of the file, in order, after the meta pages
  HashedOutput(OutputFile file, byte[] metaPages, List<PageRange> ranges) throws IOException {
    this.file = file;
    this.ranges = ranges;
    file.write(ByteBuffer.wrap(metaPages), 0);
    sha256.update(metaPages);
  }

  /// Where a worker puts one range after the other.
  final class Ranges implements PageTarget {
    private int range;
    private Optional<byte[]> whole = Optional.empty();

    /// The range that is written next.
    void begin(int number) {
      range = number;
      whole = Optional.empty();
    }

    @Override
    public byte[] write(byte[] bytes, int length, long position) throws IOException {
      file.write(ByteBuffer.wrap(bytes, 0, length), position);
      if (length < ranges.get(range).length() || bytes.length > KEPT_BYTES || !mayKeep()) {
        return bytes;
      }
      whole = Optional.of(bytes);
      return another(bytes.length);
    }

    /// Hashes what has become a part of the prefix.
    void end() throws IOException {
      finish(range, whole);
    }
  }

  private synchronized boolean mayKeep() {
    if (kept == KEPT_RANGES) {
      return false;
    }
    kept++;
    return true;
  }

  private synchronized byte[] another(int length) {
    byte[] known = spare.poll();
    return known != null && known.length >= length ? known : new byte[length];
  }

  private void finish(int range, Optional<byte[]> bytes) throws IOException {
    synchronized (this) {
      finished.put(range, bytes);
    }
    for (Optional<Part> part = take(); part.isPresent(); part = take()) {
      hash(part.get());
      free(part.get());
    }
  }

  /// A finished range whose turn it is.
  ///
  /// @param bytes all of it; empty if it has to be read back
  private record Part(PageRange range, Optional<byte[]> bytes) {}

  /// The next range, if it is finished and nobody is hashing.
  private synchronized Optional<Part> take() {
    if (hashing || !finished.containsKey(next)) {
      return Optional.empty();
    }
    hashing = true;
    return Optional.of(new Part(ranges.get(next), finished.remove(next)));
  }

  private synchronized void free(Part part) {
    if (part.bytes().isPresent()) {
      spare.add(part.bytes().get());
      kept--;
    }
    next++;
    hashing = false;
  }

  private void hash(Part part) throws IOException {
    PageRange range = part.range();
    if (part.bytes().isPresent()) {
      sha256.update(part.bytes().get(), 0, (int) range.length());
      return;
    }
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    long position = range.offset();
    while (position < range.end()) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, range.end() - position));
      int count = file.channel().read(chunk, position);
      if (count < 0) {
        throw new EOFException("the output ended while it was written");
      }
      sha256.update(chunk.flip());
      position += count;
    }
  }

  /// SHA-256 of the whole file with its trailer; once.
  byte[] digest(byte[] trailer) {
    sha256.update(trailer);
    return sha256.digest();
  }

  /// Appends the SHA-256 of all ranges, as etcd does; once, when all are written.
  ///
  /// @param trailer filled with it
  void writeTrailer(long imageLength, byte[] trailer) throws IOException {
    if (next != ranges.size()) {
      throw new IllegalStateException(next + " ranges of " + ranges.size() + " were hashed");
    }
    System.arraycopy(FileDigest.copyOf(sha256).digest(), 0, trailer, 0, trailer.length);
    file.write(ByteBuffer.wrap(trailer), imageLength);
  }
}
