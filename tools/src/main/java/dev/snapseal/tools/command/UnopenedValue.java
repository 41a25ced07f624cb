package dev.snapseal.tools.command;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.AuthenticationFailed;
import dev.snapseal.crypto.ValueDecryptionException.BadPadding;
import dev.snapseal.crypto.ValueDecryptionException.KmsRefused;
import dev.snapseal.crypto.ValueDecryptionException.KmsUnavailable;
import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import dev.snapseal.crypto.ValueDecryptionException.NotAnObject;
import dev.snapseal.crypto.ValueDecryptionException.UnknownKey;
import dev.snapseal.crypto.ValueDecryptionException.ValueTooLarge;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.keysource.KeySource;
import java.util.List;

/// Says why a value was not opened, and what to do about it.
///
/// @param where file, key and revision, as messages begin
/// @param stored what its first bytes say
/// @param given the command that was to show it
/// @param history the command that lists all copies of it
/// @param keys the options that named keys, each behind a blank
record UnopenedValue(
    String where, StoredValue stored, GivenCommand given, String history, String keys) {

  CommandFailure failure(ValueDecryptionException reason) {
    return new CommandFailure(exitCode(reason), where + ": " + message(reason), hints(reason));
  }

  private static ExitCode exitCode(ValueDecryptionException reason) {
    return reason.lacksKey() ? ExitCode.KEY : ExitCode.DAMAGED;
  }

  private String message(ValueDecryptionException reason) {
    return switch (stored) {
      case StoredValue.Encrypted(EncryptionPrefix prefix, _, _) ->
          reason instanceof UnknownKey
              ? "the value is encrypted under %s (%s)".formatted(prefix.text(), reason.detail())
              : "%s key \"%s\": %s"
                  .formatted(prefix.provider().jsonName(), prefix.keyName(), reason.detail());
      case StoredValue.MalformedPrefix(String rule) ->
          "the value begins with k8s:enc: and is no API server's: " + rule;
      case StoredValue.Plain _ -> reason.detail();
    };
  }

  private String[] hints(ValueDecryptionException reason) {
    List<String> hints =
        switch (reason) {
          case UnknownKey _ -> List.of(withAnotherConfiguration());
          case AuthenticationFailed _ ->
              List.of("wrong key, changed bytes, or a value moved here from another key path");
          case BadPadding _, NotAnObject _ ->
              List.of("wrong key or changed bytes: aescbc does not tell which");
          case KmsRefused _ ->
              List.of("the plugin does not hold the key that wrapped this; another: " + withKeys());
          case KmsUnavailable _ -> List.of("start the plugin, or name its socket: " + withKeys());
          case MalformedCiphertext _, ValueTooLarge _ ->
              List.of("look for an intact copy: " + history);
        };
    return hints.toArray(String[]::new);
  }

  private String withAnotherConfiguration() {
    boolean isOfK3s =
        stored instanceof StoredValue.Encrypted(EncryptionPrefix prefix, _, _)
            && KeySource.isOfK3s(prefix);
    if (isOfK3s && keys.isEmpty()) {
      return "the server token of k3s or RKE2 opens the keys in the backup: "
          + given.plus("--token-file", "/var/lib/rancher/k3s/server/token");
    }
    return keys.contains(" --config ")
        ? "add an older configuration that has the key: " + withKeys() + " --config old.yaml"
        : "name a configuration that has the key: " + withKeys();
  }

  private String withKeys() {
    String command =
        keys.contains(" --config ")
            ? given.plus()
            : given.plus("--config", "encryption-config.yaml");
    return stored instanceof StoredValue.Encrypted(EncryptionPrefix prefix, _, _) && isKms(prefix)
        ? command + socket(prefix.keyName())
        : command;
  }

  private String socket(String name) {
    return keys.contains(" --kms " + name + "=")
        ? ""
        : " --kms " + name + "=unix:///path/to/plugin.sock";
  }

  private static boolean isKms(EncryptionPrefix prefix) {
    return prefix.provider() == Provider.KMS_V1 || prefix.provider() == Provider.KMS_V2;
  }
}
