package dev.snapseal.tools.kubernetes;

/// How a field stands on the wire and what becomes of it in JSON.
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/generated.proto">generated.proto</a>
sealed interface FieldType {

  /// A field whose type needs no further description.
  enum Plain implements FieldType {
    STRING,
    STRING_LIST,
    BOOL,
    /// A JSON number, never a string.
    INT64,
    /// `meta/v1.Time`: seconds 1, nanos 2; an empty message is no time.
    TIME,
    /// Entries of key 1 and value 2, both strings.
    STRING_MAP,
    /// Entries of key 1, a string, and value 2, bytes: base64 in JSON.
    BYTES_MAP,
    /// `meta/v1.FieldsV1`: bytes 1 are JSON text, shown as the value it is.
    FIELDS_V1
  }

  /// One message inside another; a second one adds to the first.
  record One(MessageShape shape) implements FieldType {}

  /// A list of messages.
  record Many(MessageShape shape) implements FieldType {}
}
