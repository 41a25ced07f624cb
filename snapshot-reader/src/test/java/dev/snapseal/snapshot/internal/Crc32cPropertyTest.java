package dev.snapseal.snapshot.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class Crc32cPropertyTest {
  @Property
  void theChecksumOfTwoPartsIsThatOfBothTogether(
      @ForAll @Size(max = 5000) byte[] first, @ForAll @Size(max = 5000) byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertEquals(of(both), of(first).append(of(second)));
  }

  private static Crc32c of(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return new Crc32c(crc.getValue(), bytes.length);
  }
}
