package dev.snapseal.tools.kubernetes;

/// One field of a message.
///
/// @param number protobuf field number
/// @param name name in JSON; empty if the message's own fields stand in its parent
record FieldShape(
    int number, String name, FieldType type, Cardinality cardinality, Presence presence) {

  /// How many values a field has.
  enum Cardinality {
    ONE,
    LIST,
    /// Messages of key 1, a string, and value 2.
    MAP
  }

  /// Whether the fields of the message stand in its parent.
  boolean isInline() {
    return name.isEmpty();
  }

  /// Whether it is a struct of Go's by value or pointer: zero is no reason not to show it.
  boolean isStruct() {
    return cardinality == Cardinality.ONE
        && switch (type) {
          case FieldType.Plain plain -> !plain.isScalar();
          case FieldType.Message _ -> true;
        };
  }
}
