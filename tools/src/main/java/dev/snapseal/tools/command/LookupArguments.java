package dev.snapseal.tools.command;

import dev.snapseal.tools.lookup.KeyQuery;
import picocli.CommandLine.Parameters;

/// The backup and the key of it that a command is about.
final class LookupArguments {
  @Parameters(index = "0", paramLabel = "FILE", description = BackupInputs.FILE_HELP)
  private String file;

  @Parameters(
      index = "1",
      paramLabel = "KEY",
      description = "An etcd key, or KIND/NAMESPACE/NAME such as secret/prod/db, node/NAME.")
  private String key;

  String file() {
    return file;
  }

  KeyQuery query() {
    return KeyQuery.of(key);
  }

  LookupFailure failure() {
    return new LookupFailure(file, key);
  }

  /// Both as given, as a shell takes them.
  String shellWords() {
    return FailurePrinter.shellWord(file) + " " + FailurePrinter.shellWord(key);
  }
}
