package dev.snapseal.tools.output;

import static dev.snapseal.tools.output.OutputFixture.namesIn;
import static dev.snapseal.tools.output.OutputFixture.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A made file that goes to standard output.
final class StreamedOutputTest {
  @TempDir private Path folder;

  @Test
  void theStreamGetsNothingUntilAllIsWritten() throws IOException {
    byte[] bytes = new byte[(5 << 20) / 2];
    new Random(1).nextBytes(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputFile file = OutputFile.toStream(out)) {
      file.write(ByteBuffer.wrap(bytes, 1000, bytes.length - 1000), 1000);
      file.write(ByteBuffer.wrap(bytes, 0, 1000), 0);
      assertEquals(0, out.size());
      file.commit();
    }
    assertArrayEquals(bytes, out.toByteArray());
  }

  @Test
  void theTemporaryFileHasNoName() throws IOException {
    NamelessFile file = NamelessFile.create(OutputStream.nullOutputStream(), folder);
    assertEquals(List.of(), namesIn(folder));
    file.channel().write(ByteBuffer.wrap("still usable".getBytes(UTF_8)), 0);
    file.close();
  }

  @Test
  void withoutCommitTheStreamGetsNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputFile file = OutputFile.toStream(out)) {
      write(file, "never seen");
    }
    assertEquals(0, out.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReaderThatIsGoneIsAFailure(boolean behindPrintStream) throws IOException {
    Process reader = new ProcessBuilder("sh", "-c", "exec <&-; echo gone; exec sleep 60").start();
    try (OutputStream pipe = reader.getOutputStream();
        PrintStream print = new PrintStream(pipe, false, UTF_8);
        OutputFile file = OutputFile.toStream(behindPrintStream ? print : pipe)) {
      assertEquals('g', reader.getInputStream().read());
      write(file, "x".repeat(100_000));
      var failure = assertThrows(OutputException.class, file::commit);
      assertTrue(
          failure.getMessage().startsWith("standard output was closed or is full"),
          failure.getMessage());
      assertEquals("", failure.hint());
    } finally {
      reader.destroyForcibly();
    }
  }

  @Test
  void aFolderForTemporaryFilesThatIsMissingIsNamed() {
    Path missing = folder.resolve("missing");
    var failure =
        assertThrows(
            OutputException.class,
            () -> NamelessFile.create(OutputStream.nullOutputStream(), missing));
    assertEquals(
        "[standard output] there is no temporary file in " + missing + ": no such file or folder",
        failure.getMessage());
    assertEquals(false, Files.exists(missing));
  }
}
