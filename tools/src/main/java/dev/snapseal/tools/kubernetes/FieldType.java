package dev.snapseal.tools.kubernetes;

/// How a field stands on the wire and what becomes of it in JSON. Words of the shape table are the
/// constants' [Plain#word].
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/generated.proto">generated.proto</a>
sealed interface FieldType {

  /// A type that needs no further description.
  enum Plain implements FieldType {
    STRING("string"),
    BOOL("bool"),
    INT32("int32"),
    /// A JSON number, never a string.
    INT64("int64"),
    /// Base64 in JSON.
    BYTES("bytes"),
    /// `meta/v1.Time`: seconds 1, nanos 2; an empty message is no time.
    TIME("time"),
    /// `meta/v1.MicroTime`: the same, with six decimals in JSON.
    MICRO_TIME("microTime"),
    /// `resource.Quantity`: string 1.
    QUANTITY("quantity"),
    /// `intstr.IntOrString`: type 1, intVal 2, strVal 3.
    INT_OR_STRING("intOrString"),
    /// `runtime.RawExtension`: bytes 1 are JSON text, shown as the value it is.
    RAW_EXTENSION("rawExtension"),
    /// `meta/v1.FieldsV1`: bytes 1 are JSON text, shown as the value it is.
    FIELDS_V1("fieldsV1"),
    /// A named list of strings: a message with strings 1, a plain list in JSON.
    STRINGS("strings");

    private final String word;

    Plain(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    /// Whether a value is no struct of Go's: only such a field disappears from JSON when it is
    /// zero.
    boolean isScalar() {
      return switch (this) {
        case STRING, BOOL, INT32, INT64, BYTES -> true;
        case TIME, MICRO_TIME, QUANTITY, INT_OR_STRING, RAW_EXTENSION, FIELDS_V1, STRINGS -> false;
      };
    }

    boolean isVarint() {
      return this == BOOL || this == INT32 || this == INT64;
    }
  }

  /// A message inside another.
  ///
  /// @param name under which the shape table has it, such as `core.v1.PodSpec`
  record Message(String name) implements FieldType {}
}
