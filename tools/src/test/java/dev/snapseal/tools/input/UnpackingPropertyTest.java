package dev.snapseal.tools.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class UnpackingPropertyTest {
  private static final byte[] START = Arrays.copyOf(Inputs.realSnapshot(), 8192);

  enum Wrapping {
    GZIP,
    ZSTD,
    ZIP,
    STORED_ZIP,
    TAR
  }

  /// Content of any length, wrapped up in any order, comes out as it was.
  @Property(tries = 300)
  void whateverIsWrappedComesOut(
      @ForAll("tails") byte[] tail, @ForAll @Size(max = 3) List<Wrapping> wrappings)
      throws InputException {
    byte[] content = Packing.join(START, tail);
    byte[] packed = content;
    for (Wrapping wrapping : wrappings) {
      packed = wrap(wrapping, packed);
    }
    try (BackupInput input = Inputs.openPipe(packed)) {
      assertArrayEquals(content, Inputs.bytesOf(input.onlyImage()));
      assertEquals(wrappings.size(), input.onlyImage().layers().size());
      assertEquals(0, input.skippedCount());
    }
  }

  /// Of any mixture of members, the backups are found and the others named.
  @Property(tries = 100)
  void everyMemberIsABackupOrNamed(
      @ForAll("tails") byte[] tail,
      @ForAll @IntRange(min = 1, max = 8) int backups,
      @ForAll @IntRange(max = 8) int others)
      throws InputException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < Math.max(backups, others); i++) {
      if (i < others) {
        members.put("other" + i, tail);
      }
      if (i < backups) {
        members.put("backup" + i, START);
      }
    }
    for (byte[] packed : List.of(Packing.zip(members), Packing.tar(members))) {
      try (BackupInput input = Inputs.openPipe(packed)) {
        assertEquals(backups, input.images().size());
        assertEquals(others, input.skippedCount());
      }
    }
  }

  /// Text of lengths around those of tar blocks, and around that of the first bytes that are looked
  /// at.
  @Provide
  Arbitrary<byte[]> tails() {
    Arbitrary<Integer> lengths =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 2000),
            Arbitraries.integers().between(-3, 3).map(n -> Content.HEAD_BYTES - 8192 + n),
            Arbitraries.integers().between(-3, 3).map(n -> 256 * 1024 - 8192 + n));
    return lengths.map(
        length -> {
          byte[] tail = new byte[length];
          Arrays.fill(tail, (byte) 'x');
          return tail;
        });
  }

  private static byte[] wrap(Wrapping wrapping, byte[] content) {
    return switch (wrapping) {
      case GZIP -> Packing.gzip(content);
      case ZSTD -> Packing.zstd(content);
      case ZIP -> Packing.zip("member", content);
      case STORED_ZIP -> Packing.storedZip("member", content);
      case TAR -> Packing.tar("member", content);
    };
  }
}
