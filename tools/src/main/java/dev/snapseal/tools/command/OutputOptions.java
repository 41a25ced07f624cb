package dev.snapseal.tools.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// How a command writes its result, where that is text or JSON.
final class OutputOptions {
  private final OptionSpec format =
      Declaration.choice(OutputFormat.class, "-o", "--output-format")
          .description("How the result is written.")
          .build();

  void addTo(CommandSpec spec) {
    spec.addOption(format);
  }

  OutputFormat format() {
    return format.getValue();
  }
}
