package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SnapshotBytesPropertyTest {

  /// Few different bytes, so that long common prefixes occur.
  @Property
  void theOrderIsThatOfUnsignedBytes(
      @ForAll @Size(max = 24) @ByteRange(min = -1, max = 1) byte[] first,
      @ForAll @Size(max = 24) @ByteRange(min = -1, max = 1) byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    SnapshotBytes bytes = new SnapshotBytes("both", MemorySegment.ofArray(both));
    assertEquals(
        Integer.signum(Arrays.compareUnsigned(first, second)),
        Integer.signum(bytes.compare(0, first.length, first.length, second.length)));
  }

  @Property
  void theFirstByteThatIsNotZeroIsFound(
      @ForAll @IntRange(max = 40) int zeroes, @ForAll @Size(max = 20) byte[] rest) {
    byte[] all = new byte[zeroes + rest.length];
    System.arraycopy(rest, 0, all, zeroes, rest.length);
    int expected = 0;
    while (expected < all.length && all[expected] == 0) {
      expected++;
    }
    SnapshotBytes bytes = new SnapshotBytes("zeroes", MemorySegment.ofArray(all));
    assertEquals(expected, bytes.firstNonZero(0, all.length));
  }
}
