package dev.snapseal.tools.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.testdata.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Inputs for tests: a real backup, and how to open bytes as a pipe would give them.
final class Inputs {
  private Inputs() {}

  /// 147,488 bytes: 36 pages of 4096 and the trailer.
  static byte[] realSnapshot() {
    return contentOf(TestData.resource("clusters/etcd-3.6/0-plain.db"));
  }

  static byte[] contentOf(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BackupInput openPath(Path path) throws InputException {
    return BackupInput.open(
        path.toString(), InputStream.nullInputStream(), InputOptions.standard());
  }

  static BackupInput openPipe(byte[] bytes) throws InputException {
    return openPipe(bytes, InputLimits.standard());
  }

  static BackupInput openPipe(byte[] bytes, InputLimits limits) throws InputException {
    return BackupInput.open("-", new ByteArrayInputStream(bytes), InputOptions.of(limits));
  }

  static Path write(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytesOf(BackupImage image) {
    return image.bytes().toArray(ValueLayout.JAVA_BYTE);
  }

  static List<String> pathsOf(BackupInput input) {
    return input.images().stream().map(BackupImage::displayPath).toList();
  }

  static List<String> skippedIn(BackupInput input) {
    return input.skipped().stream()
        .map(member -> member.displayPath() + ": " + member.problem())
        .toList();
  }

  /// The problem that these bytes have, both as a file and as a pipe.
  static InputException problemOf(Path folder, byte[] bytes) {
    InputException ofFile = problemOfPath(write(folder, "x.bin", bytes));
    InputException ofPipe = assertThrows(InputException.class, () -> openPipe(bytes).close());
    assertEquals(ofFile.problem(), ofPipe.problem());
    return ofFile;
  }

  static InputException problemOfPath(Path path) {
    return assertThrows(InputException.class, () -> openPath(path).close());
  }
}
