package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.age.AgeException;
import dev.snapseal.tools.age.AgeFile;
import dev.snapseal.tools.age.AgeKeyFile;
import dev.snapseal.tools.age.Passphrase;
import dev.snapseal.tools.age.Recipients;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Whom a file is sealed for, and in which form. The names are age's.
final class RecipientOptions {
  private final OptionSpec recipient =
      Declaration.values("RECIPIENT", "-r", "--recipient")
          .description("Seal for this recipient (age1...). May repeat.")
          .build();
  private final OptionSpec recipientsFile =
      Declaration.values("FILE", "-R", "--recipients-file")
          .description("Seal for every recipient in FILE. May repeat; - is standard input.")
          .build();
  private final PassphraseOptions passphrase = new PassphraseOptions();
  private final OptionSpec armor =
      Declaration.flag("-a", "--armor")
          .description("Write text (PEM), a third larger, instead of bytes.")
          .build();

  void addTo(CommandSpec spec) {
    spec.addOption(recipient).addOption(recipientsFile);
    passphrase.addTo(spec);
    spec.addOption(armor);
  }

  /// Whether anything is said of sealing.
  boolean isGiven() {
    return !recipient.<List<String>>getValue().isEmpty()
        || !recipientsFile.<List<String>>getValue().isEmpty()
        || passphrase.isGiven()
        || Declaration.isGiven(armor);
  }

  AgeFile.Form form() {
    return Declaration.isGiven(armor) ? AgeFile.Form.ARMOURED : AgeFile.Form.BINARY;
  }

  /// Reads whom the options name. A passphrase among them is wiped when the process ends.
  Recipients read(CommandIo io) throws CommandFailure {
    List<Recipients> named = new ArrayList<>();
    for (String given : recipient.<List<String>>getValue()) {
      named.add(parsed(given));
    }
    for (String file : recipientsFile.<List<String>>getValue()) {
      named.add(AgeKeys.read(file, io, in -> AgeKeyFile.recipients(file, in)));
    }
    if (passphrase.isGiven() && !named.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "a passphrase must be the only way to open a file: it cannot stand beside recipients",
          "leave one of them out");
    }
    Optional<Passphrase> secret = passphrase.read(io, PassphraseOptions.Asking.TWICE);
    if (secret.isPresent()) {
      return Recipients.of(secret.get());
    }
    return named.stream()
        .reduce(Recipients::and)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "nobody is named who can open it",
                    "name a recipient: -r age1..., or a file of them: -R recipients.txt",
                    "or seal it with a passphrase: --passphrase"));
  }

  private static Recipients parsed(String given) throws CommandFailure {
    try {
      return AgeKeyFile.recipient("--recipient", given);
    } catch (AgeException e) {
      throw AgeKeys.failure(e);
    }
  }
}
