package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.report.SafeText;

/// A file that a command makes and does not seal. Nothing on the disk says so, least of all a name
/// that says the contrary.
///
/// @param given the command
/// @param name of the file as given, `-` for standard output
record UnsealedOutput(GivenCommand given, String name) {
  private static final String SEALED_ENDING = ".age";
  private static final String STANDARD_OUTPUT = "-";

  /// Refuses a name by which everybody takes the file for a sealed one.
  void refuseSealedName() throws CommandFailure {
    if (isNamedAsSealed()) {
      throw refusal("have it sealed on the way: " + sealing());
    }
  }

  /// The same of a command that seals if it is told for whom.
  void refuseSealedNameWithout(String option, String value) throws CommandFailure {
    if (isNamedAsSealed()) {
      throw refusal("seal it: " + given.plus(option, value));
    }
  }

  private boolean isNamedAsSealed() {
    return name.endsWith(SEALED_ENDING);
  }

  private CommandFailure refusal(String hint) {
    return new CommandFailure(
        ExitCode.USAGE,
        "[" + name + "] the name says that it is sealed with age, and it would not be",
        hint,
        "or name it for what it is: " + given.withOption("--output", honestName()));
  }

  private String honestName() {
    String base = name.substring(0, name.length() - SEALED_ENDING.length());
    return base.isEmpty() || base.endsWith("/") ? base + "backup.db" : base;
  }

  /// Says that what came sealed lies open now. What becomes of standard output is not known here.
  void warn(BackupImage input, CommandIo io) {
    if (!input.isSealed() || name.equals(STANDARD_OUTPUT)) {
      return;
    }
    line(
        io,
        "warning: [%s] was sealed with age, %s is not: whoever has it can read what is not encrypted"
            .formatted(input.displayPath(), name));
    line(io, "hint:  to have it sealed as well: " + sealing());
    io.err().flush();
  }

  private static void line(CommandIo io, String text) {
    io.err().println(SafeText.forTerminal(text));
  }

  private String sealing() {
    return given.intoPipe()
        + " | snapseal seal - -r age1... --output "
        + ShellWord.of(isNamedAsSealed() ? name : name + SEALED_ENDING);
  }
}
