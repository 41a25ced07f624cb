package dev.snapseal.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WrappedTextTest {
  @Test
  void linesEndBetweenWords() {
    assertEquals(List.of("one two", "three"), WrappedText.lines("one two three", 9));
  }

  @Test
  void aTextThatFitsExactlyIsOneLine() {
    assertEquals(List.of("one two"), WrappedText.lines("one two", 7));
  }

  @Test
  void aLongWordStaysWhole() {
    assertEquals(
        List.of("see", "/registry/secrets/prod/db", "there"),
        WrappedText.lines("see /registry/secrets/prod/db there", 8));
  }

  @Test
  void anIndentIsNoPlaceToBreak() {
    assertEquals(List.of("  abcdefgh", "i"), WrappedText.lines("  abcdefgh i", 5));
  }

  @ParameterizedTest
  @CsvSource({
    "k8s:enc:aescbc:v1:key-2026-01-02:,23,k8s:enc:aescbc...01-02:",
    "short,5,short",
    "longer,5,lo...",
    "longer,2,..",
    "longer,0,''"
  })
  void aNameKeepsItsBeginningAndItsEnd(String name, int width, String clipped) {
    assertEquals(clipped, WrappedText.clipped(name, width));
  }
}
