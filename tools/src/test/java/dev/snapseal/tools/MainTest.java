package dev.snapseal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void theVersionIsANumberFromTheBuild() {
    assertEquals(0, run("--version"));
    String printed = out.toString(StandardCharsets.UTF_8);
    assertTrue(printed.matches("snapseal \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R"), printed);
  }

  @Test
  void anUnknownOptionIsWrongUsage() {
    assertEquals(2, run("--no-such-option"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("--no-such-option"));
  }

  @ParameterizedTest
  @CsvSource({"80,80", "7,40", "132,132", "0,2147483647", "wide,2147483647", "'',2147483647"})
  void aTerminalsWidthIsANumberOrUnknown(String text, int columns) {
    assertEquals(columns, Terminal.columns(text));
  }

  private int run(String... args) {
    return Main.run(
        args,
        InputStream.nullInputStream(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
