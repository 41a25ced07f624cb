package dev.snapseal.tools.kubernetes;

/// One field of a message.
///
/// @param number protobuf field number
/// @param name name in JSON
record FieldShape(int number, String name, FieldType type, Presence presence) {

  static FieldShape of(int number, String name, FieldType type) {
    return new FieldShape(number, name, type, Presence.UNLESS_ZERO);
  }

  FieldShape with(Presence other) {
    return new FieldShape(number, name, type, other);
  }
}
