package dev.snapseal.tools.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTest {
  private static final String WHAT = "auditing /very/long/path".repeat(10) + "/db.snapshot";

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 132})
  void theBarIsShorterThanTheLine(int columns) throws Exception {
    assertTrue(bar(WHAT, columns).length() < columns, bar(WHAT, columns));
  }

  @Test
  void aLongNameKeepsItsBeginningAndItsEnd() throws Exception {
    String bar = bar(WHAT, 80);
    assertTrue(bar.matches("auditing /.*\\.\\.\\..*shot \\[#+\\.+\\]  50 % .* left"), bar);
  }

  @Test
  void aNameThatFitsIsWhole() throws Exception {
    assertTrue(bar("auditing db", 80).startsWith("auditing db ["));
  }

  @Test
  void aNameCannotSteerTheTerminal() throws Exception {
    assertTrue(bar("reading \u001b[2Jx", Terminal.UNLIMITED).startsWith("reading ?[2Jx ["));
  }

  /// What is drawn when half the work is done.
  private static String bar(String what, int columns) throws InterruptedException {
    StringWriter text = new StringWriter();
    try (Progress progress =
        Progress.start(Progress.Style.BAR, what, 100, new PrintWriter(text), columns)) {
      progress.advance(50);
      Thread.sleep(1200);
    }
    String[] drawn = text.toString().split("\r\u001b\\[K", -1);
    assertEquals(3, drawn.length, text.toString());
    return drawn[1];
  }
}
