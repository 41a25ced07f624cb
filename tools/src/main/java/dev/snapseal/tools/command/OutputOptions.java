package dev.snapseal.tools.command;

import picocli.CommandLine.Option;

/// How a command writes its result, where that is text or JSON.
final class OutputOptions {
  @Option(
      names = {"-o", "--output-format"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How the result is written.")
  private OutputFormat format = OutputFormat.text;

  OutputFormat format() {
    return format;
  }
}
