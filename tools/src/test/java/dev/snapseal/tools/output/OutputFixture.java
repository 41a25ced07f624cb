package dev.snapseal.tools.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.tools.output.OutputFile.Existing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the tests of this package do again and again.
final class OutputFixture {
  private OutputFixture() {}

  static void write(Path target, Existing existing, String text) throws OutputException {
    try (OutputFile file = OutputFile.create(target, existing, List.of())) {
      write(file, text);
      file.commit();
    }
  }

  static void write(OutputFile file, String text) throws OutputException {
    file.write(ByteBuffer.wrap(text.getBytes(UTF_8)), 0);
  }

  static OutputException refusal(Path target, Existing existing, Path... inputs) {
    return assertThrows(
        OutputException.class,
        () -> OutputFile.create(target, existing, List.of(inputs)).close(),
        () -> target + " was taken");
  }

  /// Names of all that is in a folder, sorted.
  static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
