package dev.snapseal.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.tools.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void withoutATerminalEveryCellIsWhole() {
    TextTable table = new TextTable("NAME", ">LIVE").row("n".repeat(200), "7");
    assertEquals("n".repeat(200) + "     7", lastLine(table, Terminal.UNLIMITED));
  }

  @Test
  void namesAreCutUntilTheNumbersFit() {
    TextTable table =
        new TextTable("NAME", "KEY", ">LIVE").row("secrets", "a-very-long-name-of-a-key", "1,234");
    assertEquals("secrets  a-very-long-na...-a-key  1,234", lastLine(table, 39));
    assertEquals("secrets  a-very-lo...-key  1,234", lastLine(table, 32));
  }

  @Test
  void numbersAreNeverCut() {
    TextTable table = new TextTable("NAME", ">LIVE").row("secrets", "123456789012345678");
    assertEquals("secrets  123456789012345678", lastLine(table, 10));
  }

  @Test
  void aLastColumnOfTextIsWrappedBesideItsRow() {
    TextTable table =
        new TextTable(">CODE", "MEANS").row("1", "something was found, and it matters");
    assertEquals(
        """
        CODE  MEANS
           1  something was found,
              and it matters
        """,
        print(table, 27));
  }

  @Test
  void aLastColumnWithoutRoomMovesBelowItsRow() {
    TextTable table = new TextTable(">REVISION", "SCOPE", "WRITTEN").row("7", "live", "today by x");
    assertEquals(
        """
        REVISION  SCOPE
                  WRITTEN
               7  live
                  today by x
        """,
        print(table, 24));
  }

  private static String lastLine(TextTable table, int columns) {
    return print(table, columns).lines().toList().getLast();
  }

  private static String print(TextTable table, int columns) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text, true), columns);
    return text.toString();
  }
}
