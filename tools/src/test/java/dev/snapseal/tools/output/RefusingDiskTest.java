package dev.snapseal.tools.output;

import static dev.snapseal.tools.output.OutputFixture.namesIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// File systems that take no more, or nothing at all: real ones, mounted where only the writer and
/// its shell see them.
///
/// Mounting takes root, or user namespaces without it. Where the machine has neither, these tests
/// are skipped, which the summary counts.
final class RefusingDiskTest {
  /// More than any of the file systems and limits here have.
  private static final int CHUNKS = 128;

  private static final String MOUNT_AND_WRITE =
      """
      mount -t tmpfs -o "$2" none "$1" || exit 99
      folder=$1
      shift 2
      "$@"
      code=$?
      echo "left:" $(ls -A "$folder")
      exit $code
      """;

  @TempDir private Path folder;

  @Test
  void aFullDiskIsNamedAndNothingIsLeft() throws IOException, InterruptedException {
    assertWriting(
        mounted("size=1m"),
        6,
        "writing",
        "error: [" + target() + "] writing failed: No space left on device",
        "hint:  how full it is: df -h " + folder,
        "left:");
  }

  @Test
  void aDiskWithoutRoomForEvenAnEmptyFileIsNamed() throws IOException, InterruptedException {
    assertWriting(
        mounted("size=1m,nr_inodes=1"),
        6,
        "error: [" + target() + "] it cannot be created: No space left on device",
        "hint:  how full it is: df -h " + folder,
        "left:");
  }

  @Test
  void aReadOnlyDiskIsNamed() throws IOException, InterruptedException {
    assertWriting(
        mounted("ro"),
        6,
        "error: [" + target() + "] it cannot be created: Read-only file system",
        "hint:  what is mounted there: findmnt -T " + folder,
        "left:");
  }

  @Test
  void aDiskWithRoomTakesTheFile() throws IOException, InterruptedException {
    assertWriting(mounted("size=4m"), 0, "writing", "left: out.db");
  }

  @Test
  void aFileBeyondTheLimitIsNamedAndNothingIsLeft() throws IOException, InterruptedException {
    assertWriting(
        List.of("sh", "-c", "ulimit -f 256 && exec \"$@\"", "sh"),
        6,
        "writing",
        "error: [" + target() + "] writing failed: File too large",
        "hint:  which limit it is: ulimit -f; df -hT " + folder);
    assertEquals(List.of(), namesIn(folder));
  }

  @Test
  void aFolderThatTheUserMayNotWriteToIsNamed() throws IOException, InterruptedException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertWriting(
        isRoot() ? List.of("setpriv", "--bounding-set=-dac_override") : List.of(),
        6,
        "error: [" + target() + "] it cannot be created: permission denied",
        "hint:  who may write there: ls -ld " + folder);
    assertEquals(List.of(), namesIn(folder));
  }

  private void assertWriting(List<String> starter, int code, String... lines)
      throws IOException, InterruptedException {
    try (WriterProcess writer = WriterProcess.start(starter, target(), CHUNKS, "once")) {
      assertEquals(List.of(lines), writer.lines());
      assertEquals(code, writer.exitCode());
    }
  }

  private Path target() {
    return folder.resolve("out.db");
  }

  /// A command that starts another with this mounted on the folder, and then lists the folder.
  private List<String> mounted(String options) throws IOException, InterruptedException {
    List<String> namespace = List.of("unshare", isRoot() ? "-m" : "-rm");
    assumeTrue(
        isPossible(namespace, "mount", "-t", "tmpfs", "none", folder.toString()),
        "neither root nor a user may mount a file system here: " + namespace);
    List<String> command = new ArrayList<>(namespace);
    command.addAll(List.of("sh", "-c", MOUNT_AND_WRITE, "sh", folder.toString(), options));
    return command;
  }

  private static boolean isPossible(List<String> starter, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(starter);
    all.addAll(List.of(command));
    return new ProcessBuilder(all).inheritIO().start().waitFor() == 0;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }
}
