package dev.snapseal.tools.kubernetes;

/// When a scalar is shown. The API server writes every field that is no pointer, zero or not, so
/// being on the wire alone does not decide.
enum Presence {
  /// If it is not zero.
  UNLESS_ZERO,
  /// If it is on the wire: a pointer in the API.
  IF_ON_WIRE,
  /// Always.
  ALWAYS
}
