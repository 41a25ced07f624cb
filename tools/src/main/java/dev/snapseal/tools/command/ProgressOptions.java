package dev.snapseal.tools.command;

import dev.snapseal.tools.progress.Progress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What is shown while a command works.
final class ProgressOptions {
  private enum Choice {
    auto,
    json
  }

  private final OptionSpec choice =
      Declaration.choice(Choice.class, "--progress")
          .description("auto draws a bar on a terminal, json writes one status line a second.")
          .build();

  private final OptionSpec quiet =
      Declaration.flag("--quiet").description("Show no progress.").build();

  void addTo(CommandSpec spec) {
    spec.addOption(choice).addOption(quiet);
  }

  Progress start(CommandIo io, String what, long totalBytes) {
    return Progress.start(style(io), what, totalBytes, io.err(), io.terminal().errorColumns());
  }

  private Progress.Style style(CommandIo io) {
    if (Declaration.isGiven(quiet)) {
      return Progress.Style.NONE;
    }
    return switch (choice.<Choice>getValue()) {
      case auto -> io.terminal().error() ? Progress.Style.BAR : Progress.Style.NONE;
      case json -> Progress.Style.JSON;
    };
  }
}
