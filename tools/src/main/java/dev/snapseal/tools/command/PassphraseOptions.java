package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.age.AgeException;
import dev.snapseal.tools.age.Passphrase;
import java.io.Console;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where a passphrase comes from: a terminal or a file, never an argument.
final class PassphraseOptions {
  /// Far more than anybody types.
  private static final int LONGEST_BYTES = 64 << 10;

  /// Whether it is asked for twice, because nobody would notice a slip.
  enum Asking {
    ONCE,
    TWICE
  }

  private final OptionSpec prompt =
      Declaration.flag("-p", "--passphrase")
          .description("Ask for a passphrase on the terminal.")
          .build();
  private final OptionSpec file =
      Declaration.value(String.class, "FILE", "--passphrase-file")
          .description("File whose first line is the passphrase, - for standard input.")
          .build();

  void addTo(CommandSpec spec) {
    spec.addOption(prompt).addOption(file);
  }

  boolean isGiven() {
    return Declaration.isGiven(prompt) || file.getValue() != null;
  }

  /// The option as given, behind a blank, as a shell takes it; empty if there is none.
  String shellWords() {
    if (file.getValue() != null) {
      return " --passphrase-file " + ShellWord.of(file.getValue());
    }
    return Declaration.isGiven(prompt) ? " --passphrase" : "";
  }

  /// Reads or asks for it, if an option says so. To be closed by the caller.
  Optional<Passphrase> read(CommandIo io, Asking asking) throws CommandFailure {
    String name = file.getValue();
    if (Declaration.isGiven(prompt) && name != null) {
      throw new CommandFailure(
          ExitCode.USAGE, "--passphrase and --passphrase-file both name one", "leave one out");
    }
    if (name != null) {
      return Optional.of(ofFile(name, io));
    }
    return Declaration.isGiven(prompt) ? Optional.of(ask("passphrase", asking)) : Optional.empty();
  }

  private static Passphrase ofFile(String name, CommandIo io) throws CommandFailure {
    return of("[" + name + "] ", OptionFile.firstLine(name, io, "the passphrase", LONGEST_BYTES));
  }

  /// Asks on the terminal.
  ///
  /// @param what for, to begin the line with
  @SuppressWarnings("SystemConsoleNull") // in Java 25 it is null again where no terminal is
  static Passphrase ask(String what, Asking asking) throws CommandFailure {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no terminal to ask for the " + what + " on",
          "put it into a file that only you may read: --passphrase-file FILE");
    }
    char[] typed = typed(console, what + ": ");
    if (asking == Asking.TWICE) {
      char[] again = typed(console, what + " again: ");
      boolean isSame = Arrays.equals(typed, again);
      Arrays.fill(again, '\0');
      if (!isSame) {
        Arrays.fill(typed, '\0');
        throw new CommandFailure(ExitCode.USAGE, "the two are not the same", "try again");
      }
    }
    return of("", utf8(typed));
  }

  private static char[] typed(Console console, String question) throws CommandFailure {
    char[] typed = console.readPassword("%s", question);
    if (typed == null) {
      throw new CommandFailure(ExitCode.USAGE, "no passphrase was given");
    }
    return typed;
  }

  private static byte[] utf8(char[] typed) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    encoded.clear().put(new byte[encoded.capacity()]);
    Arrays.fill(typed, '\0');
    return bytes;
  }

  private static Passphrase of(String where, byte[] utf8) throws CommandFailure {
    try {
      return new Passphrase(utf8);
    } catch (AgeException e) {
      throw new CommandFailure(ExitCode.USAGE, where + e.getMessage());
    }
  }
}
