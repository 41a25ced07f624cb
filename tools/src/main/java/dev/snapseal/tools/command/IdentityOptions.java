package dev.snapseal.tools.command;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.age.AgeException;
import dev.snapseal.tools.age.AgeKeyFile;
import dev.snapseal.tools.age.Identities;
import dev.snapseal.tools.age.Passphrase;
import dev.snapseal.tools.input.InputOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What sealed inputs are opened with.
final class IdentityOptions {
  private final OptionSpec identity =
      Declaration.values("FILE", "-i", "--identity")
          .description(
              "age identities, for a sealed FILE; - is standard input. May repeat.",
              "What was sealed is opened in memory only.")
          .build();
  private final PassphraseOptions passphrase = new PassphraseOptions();
  private Optional<Identities> opened = Optional.empty();

  void addTo(CommandSpec spec) {
    spec.addOption(identity);
    passphrase.addTo(spec);
  }

  /// How inputs are opened with what the options name.
  InputOptions inputOptions(CommandIo io) throws CommandFailure {
    return InputOptions.standard().with(open(io));
  }

  /// What the options name, for a report.
  String shown() {
    List<String> files = identity.getValue();
    return files.isEmpty() ? "passphrase" : String.join(", ", files);
  }

  /// The options as given, each behind a blank, as a shell takes them.
  String shellWords() {
    StringBuilder words = new StringBuilder();
    identity
        .<List<String>>getValue()
        .forEach(file -> words.append(" -i ").append(ShellWord.of(file)));
    return words + passphrase.shellWords();
  }

  /// Reads what the options name; nothing if there is none. Once: standard input is read up then,
  /// and nobody is asked twice.
  Identities open(CommandIo io) throws CommandFailure {
    if (opened.isEmpty()) {
      opened = Optional.of(read(io));
    }
    return opened.get();
  }

  private Identities read(CommandIo io) throws CommandFailure {
    Optional<Passphrase> given = passphrase.read(io, PassphraseOptions.Asking.ONCE);
    Identities identities = Identities.none();
    for (String file : identity.<List<String>>getValue()) {
      identities = identities.and(read(file, given, io));
    }
    return given.isPresent() ? identities.and(Identities.of(given.get())) : identities;
  }

  private static Identities read(String file, Optional<Passphrase> given, CommandIo io)
      throws CommandFailure {
    return AgeKeys.read(file, io, in -> identities(file, given, in));
  }

  private static Identities identities(String file, Optional<Passphrase> given, InputStream in)
      throws IOException, CommandFailure {
    PromptFailure prompt = new PromptFailure();
    try {
      return AgeKeyFile.identities(
          file,
          in,
          () -> given.isPresent() ? given.get().copy() : prompt.ask("passphrase of " + file));
    } catch (AgeException e) {
      prompt.rethrow();
      throw e;
    }
  }

  /// Brings a failure to ask through reading, which lets only [IOException]s pass.
  private static final class PromptFailure {
    private Optional<CommandFailure> failure = Optional.empty();

    Passphrase ask(String what) throws AgeException {
      try {
        return PassphraseOptions.ask(what, PassphraseOptions.Asking.ONCE);
      } catch (CommandFailure e) {
        failure = Optional.of(e);
        throw AgeException.noPassphrase();
      }
    }

    void rethrow() throws CommandFailure {
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }
}
