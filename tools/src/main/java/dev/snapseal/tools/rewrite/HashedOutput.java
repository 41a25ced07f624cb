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

/// A file that several workers make, range by range in any order, and its SHA-256, which follows
/// the finished prefix.
///
/// Whoever finishes a range writes and hashes what waits for it, unless somebody else is at it: a
/// file is written by one at a time anyway, no core waits for another, and bytes are mostly hashed
/// while the processor still has them in its cache. Safe for use by several threads.
public final class HashedOutput {
  /// Finished ranges that wait in memory for their turn; who makes more writes them himself, and
  /// they are read back to be hashed.
  private static final int KEPT_RANGES = 8;

  /// The arrays of larger ones, which hold one large value, would together fill the heap.
  private static final int KEPT_BYTES = PageWriter.BUFFER_BYTES;

  private static final int CHUNK_BYTES = 1 << 18;

  private final OutputFile file;
  private final List<PageRange> ranges;
  private final MessageDigest sha256 = FileDigest.newSha256();
  private final Map<Integer, Optional<Kept>> unhashed = new HashMap<>();
  private final Deque<Kept> unwritten = new ArrayDeque<>();
  private final Deque<byte[]> spare = new ArrayDeque<>();
  private int kept;
  private int next;
  private boolean hashing;
  private boolean writing;

  /// Writes the meta pages.
  ///
  /// @param ranges of the file, in order, after the meta pages
  public HashedOutput(OutputFile file, byte[] metaPages, List<PageRange> ranges)
      throws IOException {
    this.file = file;
    this.ranges = ranges;
    file.write(ByteBuffer.wrap(metaPages), 0);
    sha256.update(metaPages);
  }

  /// A finished range in memory.
  private static final class Kept {
    private final byte[] bytes;
    private final PageRange range;
    private boolean isWritten;
    private boolean isHashed;

    Kept(byte[] bytes, PageRange range) {
      this.bytes = bytes;
      this.range = range;
    }

    ByteBuffer content() {
      return ByteBuffer.wrap(bytes, 0, (int) range.length());
    }
  }

  /// Where a worker puts one range after the other.
  public final class Ranges implements PageTarget {
    private int number;
    private Optional<Kept> whole = Optional.empty();

    /// The range that is made next.
    public void begin(int rangeNumber) {
      number = rangeNumber;
      whole = Optional.empty();
    }

    @Override
    public byte[] write(byte[] bytes, int length, long position) throws IOException {
      PageRange range = ranges.get(number);
      if (length < range.length() || bytes.length > KEPT_BYTES || !mayKeep()) {
        file.write(ByteBuffer.wrap(bytes, 0, length), position);
        return bytes;
      }
      whole = Optional.of(new Kept(bytes, range));
      return another(bytes.length);
    }

    /// Does what waits to be done.
    public void end() throws IOException {
      finish(number, whole);
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

  private void finish(int number, Optional<Kept> whole) throws IOException {
    synchronized (this) {
      unhashed.put(number, whole);
      whole.ifPresent(unwritten::add);
    }
    while (writeNext() || hashNext()) {
      // Until nothing waits, or others are at it.
    }
  }

  /// @return whether there was anything to write, and nobody at it
  private boolean writeNext() throws IOException {
    Kept range;
    synchronized (this) {
      if (writing || unwritten.isEmpty()) {
        return false;
      }
      writing = true;
      range = unwritten.poll();
    }
    file.write(range.content(), range.range.offset());
    synchronized (this) {
      writing = false;
      range.isWritten = true;
      free(range);
    }
    return true;
  }

  /// @return whether there was anything to hash, and nobody at it
  private boolean hashNext() throws IOException {
    Optional<Kept> whole;
    synchronized (this) {
      if (hashing || !unhashed.containsKey(next)) {
        return false;
      }
      hashing = true;
      whole = unhashed.remove(next);
    }
    if (whole.isPresent()) {
      sha256.update(whole.get().content());
    } else {
      hashFile(ranges.get(next));
    }
    synchronized (this) {
      hashing = false;
      next++;
      if (whole.isPresent()) {
        whole.get().isHashed = true;
        free(whole.get());
      }
    }
    return true;
  }

  /// Gives the array on when both are done.
  private void free(Kept range) {
    if (range.isWritten && range.isHashed) {
      spare.add(range.bytes);
      kept--;
    }
  }

  private void hashFile(PageRange range) throws IOException {
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
  public byte[] digest(byte[] trailer) {
    sha256.update(trailer);
    return sha256.digest();
  }

  /// Appends the SHA-256 of all ranges, as etcd does; once, when all are made.
  ///
  /// @param trailer filled with it
  public synchronized void writeTrailer(long imageLength, byte[] trailer) throws IOException {
    if (next != ranges.size() || kept != 0) {
      throw new IllegalStateException(
          next + " ranges of " + ranges.size() + " were hashed, " + kept + " wait");
    }
    System.arraycopy(FileDigest.copyOf(sha256).digest(), 0, trailer, 0, trailer.length);
    file.write(ByteBuffer.wrap(trailer), imageLength);
  }
}
