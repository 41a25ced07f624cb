package dev.snapseal.tools.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrowingSegmentTest {
  private static final long MIB = 1L << 20;

  @Test
  void whatWasAppendedStaysThroughGrowth() throws InputException {
    byte[] content = new byte[5_000_000];
    new Random(7).nextBytes(content);
    try (GrowingSegment grown = new GrowingSegment(SizeGuess.UNKNOWN, 1000, "x")) {
      for (int at = 0; at < content.length; at += 1000) {
        byte[] chunk = new byte[1000];
        System.arraycopy(content, at, chunk, 0, 1000);
        grown.append(chunk, 1000);
      }
      assertArrayEquals(content, grown.bytes().toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @Test
  void aClaimThatThePackedSizeBearsOutIsAllocatedAtOnce() throws InputException {
    SizeGuess guess = new SizeGuess(20 * MIB, Long.MAX_VALUE);
    try (GrowingSegment grown = new GrowingSegment(guess, 4 * MIB, "x")) {
      assertEquals(20 * MIB, grown.capacity());
    }
  }

  @Test
  void aClaimGetsNoMoreThanEightTimesWhatIsThere() throws InputException {
    SizeGuess guess = new SizeGuess(1L << 50, Long.MAX_VALUE);
    try (GrowingSegment grown = new GrowingSegment(guess, 1000, "x")) {
      assertEquals(MIB, grown.capacity());
      byte[] chunk = new byte[(int) MIB];
      for (int length = 1; length <= 20; length++) {
        grown.append(chunk, chunk.length);
        assertTrue(grown.capacity() <= 8L * length * MIB, () -> "capacity " + grown.capacity());
      }
    }
  }

  @Test
  void whatIsAllowedFitsToTheLastByteAndNotOneMore() throws InputException {
    try (GrowingSegment grown = new GrowingSegment(new SizeGuess(0, 100), 1000, "x.gz")) {
      grown.append(new byte[100], 100);
      InputException e = assertThrows(InputException.class, () -> grown.append(new byte[1], 1));
      assertEquals(InputProblem.TOO_LARGE, e.problem());
      assertEquals("x.gz", e.displayPath());
    }
  }

  @Test
  void memoryThatTheMachineDoesNotHaveIsADeclaredProblem() {
    SizeGuess guess = new SizeGuess(Long.MAX_VALUE / 2, Long.MAX_VALUE);
    InputException e =
        assertThrows(
            InputException.class, () -> new GrowingSegment(guess, Long.MAX_VALUE, "x").close());
    assertEquals(InputProblem.TOO_LARGE, e.problem());
  }
}
