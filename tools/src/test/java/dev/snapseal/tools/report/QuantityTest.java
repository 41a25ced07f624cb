package dev.snapseal.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "9949,9.9 kB",
    "9950,10 kB",
    "20480,20 kB",
    "999499,999 kB",
    "999500,1.0 MB",
    "2097152,2.1 MB",
    "9223372036854775807,9.2 EB"
  })
  void bytesArePrintedAsEtcdctlPrintsThem(long bytes, String text) {
    assertEquals(text, Quantity.bytes(bytes));
  }

  @Test
  void countsHaveTheirThousandsSetApart() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long count = random.nextLong() >> random.nextInt(64);
      assertEquals(String.format(Locale.ROOT, "%,d", count), Quantity.count(count));
    }
  }
}
