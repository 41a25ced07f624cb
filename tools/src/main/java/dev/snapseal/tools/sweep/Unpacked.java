package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// What something packed with gzip unpacks to, as far as it is whole. Holds secrets: wiped when it
/// is closed, and so is every smaller array that it was in before.
final class Unpacked implements AutoCloseable {
  private static final int FIRST_BYTES = 4096;

  private byte[] buffer;
  private int length;

  private Unpacked(int most) {
    this.buffer = new byte[Math.min(FIRST_BYTES, most)];
  }

  /// @param packed stays the caller's
  /// @param most bytes to unpack at most
  static Unpacked of(byte[] packed, int most) {
    Unpacked unpacked = new Unpacked(most);
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      unpacked.fill(gzip, most);
    } catch (IOException e) {
      // Cut off or overwritten: what came before counts.
    }
    return unpacked;
  }

  private void fill(GZIPInputStream gzip, int most) throws IOException {
    while (length < most) {
      if (length == buffer.length) {
        grow(most);
      }
      int more = gzip.read(buffer, length, buffer.length - length);
      if (more < 0) {
        return;
      }
      length += more;
    }
  }

  private void grow(int most) {
    byte[] larger = Arrays.copyOf(buffer, Math.min(most, 2 * buffer.length));
    Arrays.fill(buffer, (byte) 0);
    buffer = larger;
  }

  /// Valid until this is closed.
  SnapshotBytes bytes() {
    return new SnapshotBytes("", MemorySegment.ofArray(buffer).asSlice(0, length));
  }

  /// Valid until this is closed.
  ByteText text(Effort effort) {
    return new ByteText(bytes(), 0, length, effort);
  }

  @Override
  public void close() {
    Arrays.fill(buffer, (byte) 0);
  }
}
