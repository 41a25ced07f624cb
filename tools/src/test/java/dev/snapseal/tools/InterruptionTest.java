package dev.snapseal.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A program that is told to end says what is left, and one that ends by itself does not.
final class InterruptionTest {
  @TempDir private Path folder;

  /// `env` because a shell starts what runs in the background with SIGINT ignored.
  private Process start(String signal, String... arguments) throws IOException {
    ProcessBuilder program =
        new ProcessBuilder(
            "env",
            "--default-signal=" + signal,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    program.command().addAll(List.of(arguments));
    return program.redirectError(folder.resolve("err").toFile()).start();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"), UTF_8);
  }

  /// The one that reads standard input waits for as long as that is open.
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  @Timeout(60)
  void aSignalIsAnswered(String signal, int code) throws Exception {
    Process program = start(signal, "sweep", "-");
    try {
      // More than a pipe holds: it is reading when this has been written.
      program.getOutputStream().write(new byte[1 << 20]);
      program.getOutputStream().flush();
      new ProcessBuilder("kill", "-" + signal, Long.toString(program.pid())).start().waitFor();
      assertTrue(program.waitFor(30, TimeUnit.SECONDS));
    } finally {
      program.destroyForcibly();
    }
    assertEquals("interrupted: nothing was written\n", err());
    assertEquals(code, program.exitValue());
  }

  @Test
  @Timeout(60)
  void anEndOfItsOwnIsNoInterruption() throws Exception {
    Process program = start("INT", "sweep", folder.toString() + "/none");
    assertTrue(program.waitFor(30, TimeUnit.SECONDS));
    assertEquals(2, program.exitValue());
    assertTrue(err().startsWith("error: ["), err());
    assertFalse(err().contains("interrupted"), err());
  }
}
