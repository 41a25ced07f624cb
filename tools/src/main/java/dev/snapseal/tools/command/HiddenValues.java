package dev.snapseal.tools.command;

/// What is said when a terminal is not shown everything.
final class HiddenValues {
  static final String REVEAL_HELP = "Show on a terminal too what is secret or encrypted.";

  private HiddenValues() {}

  static void note(CommandIo io) {
    io.err().println("note: values are hidden on a terminal; show them with --reveal, or pipe");
  }
}
