package dev.snapseal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingRunTest {
  @Test
  void eachCommandIsRunAndOnlyItsExitCodeIsPrinted(@TempDir Path folder) throws IOException {
    Path commands = Files.writeString(folder.resolve("t.txt"), "# two\n--version\n\n--wrong one\n");
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    TrainingRun.run(commands, new PrintStream(log, true, StandardCharsets.UTF_8));
    assertEquals(
        """
        0  --version
        2  --wrong one
        """,
        log.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
  }
}
