package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page of a command, in the macros of `man(7)`, from the same declarations as `--help`.
final class ManPage {
  private final CommandSpec spec;
  private final StringBuilder roff = new StringBuilder();

  private ManPage(CommandSpec spec) {
    this.spec = spec;
  }

  /// The page as text; `man -l` shows it.
  static String of(CommandSpec spec) {
    ManPage page = new ManPage(spec);
    page.write();
    return page.roff.toString();
  }

  private void write() {
    String name = spec.qualifiedName("-");
    macro("TH", name.toUpperCase(Locale.ROOT), "1", "", "Snapseal " + Version.number(), "");
    macro("SH", "NAME");
    String[] description = spec.usageMessage().description();
    text(name + " - " + (description.length == 0 ? "" : description[0]));
    macro("SH", "SYNOPSIS");
    text(spec.commandLine().getHelp().synopsis(0).strip());
    macro("SH", "DESCRIPTION");
    for (String line : description) {
      text(line);
    }
    arguments();
    commands();
    footer();
    exitStatus();
    seeAlso();
  }

  private void arguments() {
    macro("SH", "OPTIONS");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      argument(parameter.paramLabel(), parameter);
    }
    spec.options().stream()
        .sorted(Comparator.comparingInt(OptionSpec::order))
        .forEach(this::option);
  }

  private void option(OptionSpec option) {
    if (!option.hidden()) {
      String value = option.arity().max() > 0 ? "=" + option.paramLabel() : "";
      argument(String.join(", ", option.names()) + value, option);
    }
  }

  private void argument(String names, ArgSpec spec) {
    macro("TP");
    macro("B", names);
    text(String.join(" ", spec.description()));
  }

  private void commands() {
    if (spec.subcommands().isEmpty()) {
      return;
    }
    macro("SH", "COMMANDS");
    for (CommandLine command : spec.subcommands().values()) {
      String[] description = command.getCommandSpec().usageMessage().description();
      macro("TP");
      macro("B", command.getCommandName());
      text(description.length == 0 ? "" : description[0]);
    }
  }

  /// What `--help` ends with, line by line as it is there.
  private void footer() {
    List<String> lines = new ArrayList<>(List.of(spec.usageMessage().footer()));
    lines.removeIf(line -> line.equals("Examples:"));
    while (!lines.isEmpty() && lines.getFirst().isBlank()) {
      lines.removeFirst();
    }
    if (lines.isEmpty()) {
      return;
    }
    macro("SH", "EXAMPLES");
    macro("nf");
    lines.forEach(line -> text(line.strip()));
    macro("fi");
  }

  private void exitStatus() {
    macro("SH", "EXIT STATUS");
    for (ExitCode code : ExitCode.values()) {
      macro("TP");
      macro("B", Integer.toString(code.number()));
      text(code.meaning());
    }
    macro("PP");
    text("Of several, the highest number wins.");
  }

  private void seeAlso() {
    CommandSpec root = spec.root();
    List<String> others = new ArrayList<>();
    if (!root.equals(spec)) {
      others.add("snapseal(1)");
    }
    for (CommandLine command : root.subcommands().values()) {
      if (!command.getCommandSpec().equals(spec)) {
        others.add("snapseal-" + command.getCommandName() + "(1)");
      }
    }
    macro("SH", "SEE ALSO");
    text(String.join(", ", others));
  }

  private void macro(String name, String... arguments) {
    roff.append('.').append(name);
    for (String argument : arguments) {
      roff.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    roff.append('\n');
  }

  private void text(String text) {
    String line = escaped(Ansi.OFF.string(text));
    boolean isControl = line.startsWith(".") || line.startsWith("'");
    roff.append(isControl ? "\\&" : "").append(line).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\(rs").replace("-", "\\-").replace("%n", "\n").strip();
  }
}
