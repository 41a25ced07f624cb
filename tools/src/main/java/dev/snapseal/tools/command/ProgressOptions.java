package dev.snapseal.tools.command;

import dev.snapseal.tools.progress.Progress;
import picocli.CommandLine.Option;

/// What is shown while a command works.
final class ProgressOptions {
  private enum Choice {
    auto,
    json
  }

  @Option(
      names = "--progress",
      order = 20,
      paramLabel = "auto|json",
      defaultValue = "auto",
      description = "auto draws a bar on a terminal, json writes one status line a second.")
  private Choice choice = Choice.auto;

  @Option(names = "--quiet", order = 21, description = "Show no progress.")
  private boolean quiet;

  Progress start(CommandIo io, String what, long totalBytes) {
    return Progress.start(style(io), what, totalBytes, io.err(), io.terminal().errorColumns());
  }

  private Progress.Style style(CommandIo io) {
    if (quiet) {
      return Progress.Style.NONE;
    }
    return switch (choice) {
      case auto -> io.terminal().error() ? Progress.Style.BAR : Progress.Style.NONE;
      case json -> Progress.Style.JSON;
    };
  }
}
