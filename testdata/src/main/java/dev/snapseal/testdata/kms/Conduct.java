package dev.snapseal.testdata.kms;

/// How a [KmsPluginServer] answers: as a plugin should, or with one thing wrong.
public enum Conduct {
  /// Answers every call.
  HONEST,
  /// Refuses Encrypt and Decrypt with the status `PermissionDenied`.
  REFUSES,
  /// Refuses Encrypt and Decrypt with the status `Unavailable`, as a plugin does whose own service
  /// is away.
  SERVICE_AWAY,
  /// Accepts every call and never answers one.
  HANGS,
  /// Answers Version and Status, and never answers Encrypt and Decrypt.
  HANGS_ON_KEYS,
  /// Says in Status (v1 has none: refuses Version) that it is not well.
  UNHEALTHY,
  /// Names a version that no API server takes.
  WRONG_VERSION,
  /// Names no key in Status, which is wrong with v2 only.
  NAMES_NO_KEY,
  /// Answers with bytes that are not a protobuf message.
  MALFORMED,
  /// Answers Version and Status, and Encrypt and Decrypt with bytes that are not a message.
  MALFORMED_KEYS,
  /// Answers with four mebibytes.
  ENDLESS,
  /// Wraps with a key id of 1025 bytes, one more than the API server takes (v2 only).
  LONG_KEY_ID
}
