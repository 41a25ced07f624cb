package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.ConfigurationFault;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupInput;

/// What to do about a file that is no `EncryptionConfiguration`. No command that is named here
/// shows a key that stands on one line with its name, as usual.
///
/// @param file as given
record ConfigurationHints(String file) {
  String of(ConfigurationFault fault) {
    if (file.equals(BackupInput.STANDARD_INPUT)) {
      return "write it to a file and name that: --config encryption-config.yaml";
    }
    return switch (fault) {
      case EMPTY, OTHER_KIND, TOO_LARGE ->
          "the file that the API server reads: grep encryption-provider-config"
              + " /etc/kubernetes/manifests/kube-apiserver.yaml";
      case SYNTAX -> "a tab shows as ^I there: " + lines("cat -An");
      case WRONG_TYPE, UNKNOWN_FIELD ->
          "is a word misspelt, or a line indented wrongly? " + lines("cat -n");
      case REPEATED_FIELD -> "leave one of the two: " + lines("cat -n");
      case UNKNOWN_PROVIDER ->
          "providers are aescbc, aesgcm, secretbox, kms and identity: " + lines("cat -n");
      case NO_RESOURCES ->
          "every rule needs resources beside its providers, such as [secrets]: " + lines("cat -n");
      case RESOURCE_NAME -> "the names that it has: " + lines("grep -n -A 9 resources");
      case NO_PROVIDER ->
          "every rule needs a provider; for no encryption, 'identity: {}': " + lines("cat -n");
      case SEVERAL_PROVIDERS ->
          "every provider begins an element of its own, with '- ': " + lines("cat -n");
      case NO_KEY -> "every key needs a name and a secret: " + lines("cat -n");
      case NOT_BASE64, KEY_LENGTH -> "32 bytes are 44 characters of base64: " + secretLengths();
      case KMS -> "what it says of plugins: " + lines("grep -n -A 6 kms");
    };
  }

  /// The file without its keys, YAML or JSON.
  private String lines(String program) {
    return "sed -E \"s/(secret[\\\"' ]*:).*/\\1 .../\" " + word() + " | " + program;
  }

  private String secretLengths() {
    return "tr -d \"\\\"'\" < "
        + word()
        + " | grep -noE 'secret: *[^ ,}]*' | awk -F': *' '{print \"line \" $1 \": \" length($NF)}'";
  }

  private String word() {
    return ShellWord.of(file);
  }
}
