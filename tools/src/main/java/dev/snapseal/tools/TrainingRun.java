package dev.snapseal.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs the commands of a file in one process, so that the JVM can record what they load.
///
/// The launcher starts it with `-XX:AOTMode=record`. What the commands print is dropped; standard
/// output gets each command's exit code, for the log.
final class TrainingRun {
  private TrainingRun() {}

  static void main(String[] args) throws IOException {
    ClosedWeb.takeOver();
    run(Path.of(args[0]), System.out);
  }

  /// Runs every line that is neither blank nor a comment (`#`); arguments are split at blanks.
  static void run(Path commands, PrintStream log) throws IOException {
    for (String line : Files.readAllLines(commands)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        log.println(runSilently(line.strip()) + "  " + line);
      }
    }
  }

  private static int runSilently(String line) {
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
      return Main.run(line.split("\\s+"), InputStream.nullInputStream(), nowhere, nowhere);
    }
  }
}
