package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Inputs.bytesOf;
import static dev.snapseal.tools.input.Inputs.openPath;
import static dev.snapseal.tools.input.Inputs.openPipe;
import static dev.snapseal.tools.input.Inputs.pathsOf;
import static dev.snapseal.tools.input.Inputs.problemOfPath;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupInputTest {
  private static final byte[] SNAPSHOT = Inputs.realSnapshot();

  @TempDir Path folder;

  @Test
  void aDataDirectoryGivesItsDatabase() throws IOException {
    Path snap = Files.createDirectories(folder.resolve("etcd/member/snap"));
    Inputs.write(snap, "db", SNAPSHOT);
    Path etcd = folder.resolve("etcd");
    for (Path named : List.of(etcd, etcd.resolve("member"), snap)) {
      try (BackupInput input = openPath(named)) {
        assertEquals(List.of(snap.resolve("db").toString()), pathsOf(input));
        assertEquals(InputKind.DATA_DIR, input.onlyImage().kind());
        assertArrayEquals(SNAPSHOT, bytesOf(input.onlyImage()));
      }
    }
  }

  @Test
  void aDataDirectoryMayBeNamedWithASlashOrThroughALink() throws IOException {
    Path snap = Files.createDirectories(folder.resolve("etcd/member/snap"));
    Inputs.write(snap, "db", SNAPSHOT);
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("etcd"));
    try (BackupInput input =
        BackupInput.open(link + "/", InputStream.nullInputStream(), InputOptions.standard())) {
      assertEquals(List.of(link + "/member/snap/db"), pathsOf(input));
    }
  }

  @Test
  void anotherDirectoryIsRefusedWithWhatItLacks() {
    InputException e = problemOfPath(folder);
    assertEquals(InputProblem.NOT_A_DATA_DIRECTORY, e.problem());
    assertTrue(e.getMessage().contains("member/snap/db"), e.getMessage());
  }

  @Test
  void theDatabaseOfADataDirectoryNamedItselfIsADb() throws InputException {
    byte[] live = Packing.join(SNAPSHOT, new byte[1 << 20]);
    try (BackupInput input = openPath(Inputs.write(folder, "db", live))) {
      assertEquals(InputKind.DB, input.onlyImage().kind());
    }
  }

  @Test
  void aMissingFileIsNotFound() {
    InputException e = problemOfPath(folder.resolve("no.db"));
    assertEquals(InputProblem.NOT_FOUND, e.problem());
    assertEquals("[" + folder.resolve("no.db") + "] no such file", e.getMessage());
  }

  @Test
  void aPathWithAZeroByteIsNotFound() {
    InputException e =
        assertThrows(
            InputException.class,
            () -> BackupInput.open("a\0b", InputStream.nullInputStream(), InputOptions.standard()));
    assertEquals(InputProblem.NOT_FOUND, e.problem());
  }

  @Test
  void anEmptyFileIsEmpty() {
    assertEquals(InputProblem.EMPTY, Inputs.problemOf(folder, new byte[0]).problem());
  }

  @Test
  void whatIsNoBackupIsNamed() {
    assertEquals(InputProblem.NO_META_PAGE, Inputs.problemOf(folder, new byte[9000]).problem());
    assertEquals(
        InputProblem.SQLITE,
        Inputs.problemOf(folder, Packing.utf8("SQLite format 3\0 and so on")).problem());
    assertEquals(
        InputProblem.DAMAGED,
        Inputs.problemOf(folder, Packing.utf8("age-encryption.org/v1\n-> ")).problem());
    assertEquals(
        InputProblem.ENCRYPTION_CONFIGURATION,
        Inputs.problemOf(folder, Packing.utf8("kind: EncryptionConfiguration\n")).problem());
  }

  @Test
  void aDeviceIsRefused() {
    assertEquals(InputProblem.NOT_A_FILE, problemOfPath(Path.of("/dev/zero")).problem());
  }

  @Test
  void aNamedPipeIsReadLikeStandardInput() throws Exception {
    Path pipe = folder.resolve("pipe");
    int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertEquals(0, made);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> assertDoesNotThrow(() -> Files.write(pipe, Packing.gzip(SNAPSHOT))));
    try (BackupInput input = openPath(pipe)) {
      assertArrayEquals(SNAPSHOT, bytesOf(input.onlyImage()));
      assertTrue(input.fileBytes().isEmpty());
      input.verifyUnchanged();
    }
    writing.get();
  }

  @Test
  void aStandardInputThatFailsIsNotReadable() {
    PipedInputStream failing = new PipedInputStream();
    InputException e =
        assertThrows(
            InputException.class, () -> BackupInput.open("-", failing, InputOptions.standard()));
    assertEquals(InputProblem.NOT_READABLE, e.problem());
    assertTrue(e.getMessage().startsWith("[-] cannot be read"), e.getMessage());
  }

  @Test
  void standardInputIsReadToItsEndAndNotClosed() throws IOException {
    byte[] packed = Packing.join(Packing.tar("a", SNAPSHOT), new byte[300_000]);
    try (InputStream stdin = new ByteArrayInputStream(packed);
        BackupInput input = BackupInput.open("-", stdin, InputOptions.standard())) {
      assertEquals(1, input.images().size());
      assertEquals(0, stdin.available());
    }
  }

  @Test
  void theFileAsItLiesOnDiskIsThereForItsHash() throws InputException {
    byte[] packed = Packing.gzip(SNAPSHOT);
    try (BackupInput input = openPath(Inputs.write(folder, "x", packed))) {
      assertArrayEquals(packed, input.fileBytes().orElseThrow().toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @Test
  void imagesCannotBeWrittenTo() throws InputException {
    try (BackupInput file = openPath(Inputs.write(folder, "x", SNAPSHOT));
        BackupInput pipe = openPipe(SNAPSHOT)) {
      assertTrue(file.onlyImage().bytes().isReadOnly());
      assertTrue(pipe.onlyImage().bytes().isReadOnly());
    }
  }

  @Test
  void closingFreesTheMemory() throws InputException {
    BackupInput input = openPipe(SNAPSHOT);
    BackupImage image = input.onlyImage();
    input.close();
    assertFalse(image.bytes().scope().isAlive());
  }

  @Test
  void aFileOfThreeGibibytesIsReadToItsEnd() throws IOException {
    Path file = Inputs.write(folder, "big.db", SNAPSHOT);
    long size = 3L << 30;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {42}), size - 1);
    }
    try (BackupInput input = openPath(file)) {
      assertEquals(size, input.onlyImage().bytes().byteSize());
      assertEquals(42, input.onlyImage().bytes().get(ValueLayout.JAVA_BYTE, size - 1));
      assertEquals(InputKind.DB, input.onlyImage().kind());
    }
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsAChangedOne() throws IOException {
    Path file = Inputs.write(folder, "x.db", SNAPSHOT);
    try (BackupInput input = openPath(file)) {
      input.verifyUnchanged();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(100);
      }
      InputException e = assertThrows(InputException.class, input::verifyUnchanged);
      assertEquals(InputProblem.CHANGED, e.problem());
      assertTrue(e.getMessage().endsWith("from 147488 to 100 bytes"), e.getMessage());
    }
  }

  @Test
  void aFileThatIsWrittenToOrReplacedWhileItIsReadIsAChangedOne() throws IOException {
    Path file = Inputs.write(folder, "x.db", SNAPSHOT);
    FileTime before = Files.getLastModifiedTime(file);
    try (BackupInput input = openPath(file)) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(1));
      assertThrows(InputException.class, input::verifyUnchanged);
      Files.setLastModifiedTime(file, before);
      input.verifyUnchanged();
      Path other = Inputs.write(folder, "y.db", SNAPSHOT);
      Files.setLastModifiedTime(other, before);
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      InputException e = assertThrows(InputException.class, input::verifyUnchanged);
      assertTrue(e.getMessage().endsWith("another file took its place"), e.getMessage());
      Files.delete(file);
      assertThrows(InputException.class, input::verifyUnchanged);
    }
  }

  @Test
  void theInputIsNotChangedByReadingIt() throws IOException {
    byte[] packed = Packing.gzip(Packing.tar("a", SNAPSHOT));
    Path file = Inputs.write(folder, "x", packed);
    FileTime before = Files.getLastModifiedTime(file);
    openPath(file).close();
    assertArrayEquals(packed, Inputs.contentOf(file));
    assertEquals(before, Files.getLastModifiedTime(file));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }
}
