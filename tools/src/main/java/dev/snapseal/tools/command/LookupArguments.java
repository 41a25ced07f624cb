package dev.snapseal.tools.command;

import dev.snapseal.tools.lookup.KeyQuery;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The backup and the key of it that a command is about.
final class LookupArguments {
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final PositionalParamSpec key =
      Declaration.parameter(
          1, "KEY", "An etcd key, or KIND/NAMESPACE/NAME such as secret/prod/db, node/NAME.");

  void addTo(CommandSpec spec) {
    spec.addPositional(file).addPositional(key);
  }

  String file() {
    return file.getValue();
  }

  KeyQuery query() {
    return KeyQuery.of(key());
  }

  /// @param given the command that has these arguments
  /// @param keys its options that name keys, each behind a blank
  LookupFailure failure(GivenCommand given, String keys) {
    return new LookupFailure(file(), key(), given, keys);
  }

  private String key() {
    return key.getValue();
  }
}
