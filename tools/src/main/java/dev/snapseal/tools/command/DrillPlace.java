package dev.snapseal.tools.command;

import static dev.snapseal.tools.output.MemoryFolder.SHARED_MEMORY;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.output.MemoryFolder;
import dev.snapseal.tools.report.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where a drill unpacks a backup and restores it.
///
/// What came sealed is kept off disks: in memory, or with the consent that an option gives.
final class DrillPlace {
  /// A copy, the restored database, and etcd's write-ahead log.
  private static final long LOG_BYTES = 256L << 20;

  private final OptionSpec workDir =
      Declaration.value(Path.class, "DIR", "--work-dir")
          .description("Where the drill makes its own folder, and removes it; by default in /tmp.")
          .build();
  private final OptionSpec allowUnsealed =
      Declaration.flag("--allow-unsealed-copy")
          .description("Of a sealed FILE: agree to a copy on disk that is not sealed, for a while.")
          .build();

  void addTo(CommandSpec spec) {
    spec.addOption(workDir).addOption(allowUnsealed);
  }

  /// The folder to work in.
  Path choose(BackupImage image, GivenCommand given, CommandIo io)
      throws CommandFailure, IOException {
    Path chosen = workDir.getValue();
    if (chosen != null && !Files.isDirectory(chosen)) {
      throw new CommandFailure(
          ExitCode.OUTPUT,
          "[" + chosen + "] --work-dir: there is no such folder",
          "make it: mkdir -m 700 " + ShellWord.of(chosen.toString()));
    }
    if (chosen != null) {
      refuseUnwritable(chosen);
    }
    if (!image.isSealed()) {
      return chosen == null ? temporary() : chosen;
    }
    return forSealed(chosen, image, given, io);
  }

  /// Tries it: of folders such as `/proc` the permissions say otherwise.
  private static void refuseUnwritable(Path chosen) throws CommandFailure {
    try {
      Files.delete(Files.createTempFile(chosen, ".snapseal-", ""));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.OUTPUT,
          "[" + chosen + "] --work-dir: nothing can be made in it: " + FailurePrinter.reason(e),
          "name another: --work-dir /var/tmp");
    }
  }

  private Path forSealed(Path chosen, BackupImage image, GivenCommand given, CommandIo io)
      throws CommandFailure, IOException {
    if (chosen == null
        && MemoryFolder.isUsable(SHARED_MEMORY)
        && MemoryFolder.hasRoom(SHARED_MEMORY, needed(image))) {
      note(io, "unsealed into a folder in " + SHARED_MEMORY + ", which is memory (and swap)");
      return SHARED_MEMORY;
    }
    Path place = chosen == null ? temporary() : chosen;
    if (MemoryFolder.isUsable(place)) {
      note(io, "unsealed into a folder in " + place + ", which is memory (and swap)");
      return place;
    }
    if (Declaration.isGiven(allowUnsealed)) {
      note(io, "unsealed into a folder in " + place + ", which is removed in the end");
      return place;
    }
    throw new CommandFailure(
        ExitCode.OUTPUT,
        "[%s] it came sealed, and a drill needs %s for a copy that is not: %s is no place in memory"
            .formatted(image.displayPath(), Quantity.bytes(needed(image)), place),
        "name one: " + given.withOption("--work-dir", "/mnt/tmpfs"),
        "or agree to a copy on disk, until the drill ends: "
            + given.withFlag("--allow-unsealed-copy"));
  }

  private static void note(CommandIo io, String what) {
    io.err().println("note: " + what);
    io.err().flush();
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static long needed(BackupImage image) {
    return image.bytes().byteSize() * 2 + LOG_BYTES;
  }
}
