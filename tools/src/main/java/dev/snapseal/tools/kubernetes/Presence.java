package dev.snapseal.tools.kubernetes;

/// When a field is shown. The API server writes every field that is no pointer, zero or not, so
/// being on the wire alone does not decide.
///
/// @see <a href="https://github.com/kubernetes/api/blob/v0.36.3/core/v1/types.go">`omitempty` in
///   types.go</a>
enum Presence {
  /// If it is not zero; of a list or map, if it has an element.
  UNLESS_ZERO,
  /// If it is on the wire: a pointer in the API, or a message.
  IF_ON_WIRE,
  /// Always: a pointer, list or map that is not there is `null`; a message is left out.
  ALWAYS,
  /// Always, as `null` if it is not on the wire.
  OR_NULL
}
