package dev.snapseal.crypto.config;

/// Why a file is no `EncryptionConfiguration` that the API server would take. What its author does
/// next differs by it.
public enum ConfigurationFault {
  /// No byte at all.
  EMPTY,
  /// More bytes than any real one has.
  TOO_LARGE,
  /// Neither JSON nor YAML.
  SYNTAX,
  /// Another kind of object, or one without a kind.
  OTHER_KIND,
  /// A field has a value of the wrong type, such as a text where a list belongs.
  WRONG_TYPE,
  /// A field that there is not: misspelt, or indented wrongly.
  UNKNOWN_FIELD,
  /// A field where a provider's name belongs, and that is none.
  UNKNOWN_PROVIDER,
  /// A field that stands twice in one place.
  REPEATED_FIELD,
  /// No rule, or one without the names of resources.
  NO_RESOURCES,
  /// A name of a resource that no rule may have, or that another rule covers.
  RESOURCE_NAME,
  /// A rule without a provider.
  NO_PROVIDER,
  /// Several providers in one element of the list.
  SEVERAL_PROVIDERS,
  /// A provider without a key, or a key without name or secret.
  NO_KEY,
  /// A secret that is not base64.
  NOT_BASE64,
  /// A secret of a length that its cipher does not take.
  KEY_LENGTH,
  /// A KMS plugin's name, endpoint, version, cache size or timeout.
  KMS
}
