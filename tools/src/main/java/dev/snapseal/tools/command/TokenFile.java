package dev.snapseal.tools.command;

import dev.snapseal.crypto.bootstrap.ServerToken;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.BootstrapFinding.Outcome;
import dev.snapseal.tools.report.SafeText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The server token that an option names.
///
/// @param file as given
record TokenFile(String file, ServerToken token) {
  private static final int MAX_NAMED = 3;

  static TokenFile read(String file, CommandIo io) throws CommandFailure {
    byte[] content =
        OptionFile.stream(file, io, "the token", in -> in.readNBytes(ServerToken.MAX_BYTES + 1));
    try {
      return ServerToken.parse(content)
          .map(token -> new TokenFile(file, token))
          .orElseThrow(
              () ->
                  new CommandFailure(
                      ExitCode.USAGE,
                      "[" + file + "] is no server token of k3s or RKE2",
                      "on a server it is /var/lib/rancher/k3s/server/token, or rke2 in place of"
                          + " k3s; one of 'token create' opens nothing"));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Fails unless a record opened; says of one that opened whether it had keys, and of the others
  /// that they did not.
  void requireOpened(List<BootstrapFinding> records, CommandIo io) throws CommandFailure {
    if (records.stream().noneMatch(record -> record.outcome() == Outcome.OPENED)) {
      throw failure(records);
    }
    if (records.stream().allMatch(record -> record.keys().isEmpty())) {
      io.err()
          .println("note: the bootstrap record opens, and has no encryption configuration in it");
    }
    records.stream()
        .filter(record -> record.outcome() == Outcome.DAMAGED)
        .forEach(
            record ->
                io.err()
                    .println(
                        SafeText.forTerminal("note: " + record.place() + ": " + record.detail())));
  }

  private CommandFailure failure(List<BootstrapFinding> records) {
    Optional<BootstrapFinding> damaged = first(records, Outcome.DAMAGED);
    Optional<BootstrapFinding> other = first(records, Outcome.OTHER_TOKEN);
    if (damaged.isPresent()) {
      return new CommandFailure(
          ExitCode.DAMAGED,
          damaged.get().place() + ": the bootstrap record is damaged: " + damaged.get().detail(),
          "the keys from the server itself:"
              + " --config /var/lib/rancher/k3s/server/cred/encryption-config.json");
    }
    if (other.isPresent()) {
      return new CommandFailure(
          ExitCode.KEY,
          "[%s] wrong token%s: its record would be %s, and there is %s"
              .formatted(
                  file,
                  token.looksCut() ? ", which looks cut (K10 without ::)" : "",
                  token.recordKey(),
                  records.stream()
                      .map(BootstrapFinding::etcdKey)
                      .distinct()
                      .limit(MAX_NAMED)
                      .collect(Collectors.joining(", "))),
          "the token of that time is /var/lib/rancher/k3s/server/token (or rke2) on a server, or in"
              + " the backup of that file");
    }
    return new CommandFailure(
        ExitCode.KEY,
        "[%s] the token opens nothing: there is no bootstrap record of k3s or RKE2 in the backup"
            .formatted(file),
        records.isEmpty()
            ? "keys from elsewhere: --config encryption-config.json"
            : "%s: %s".formatted(records.getFirst().place(), records.getFirst().detail()));
  }

  private static Optional<BootstrapFinding> first(List<BootstrapFinding> records, Outcome outcome) {
    return records.stream().filter(record -> record.outcome() == outcome).findFirst();
  }
}
