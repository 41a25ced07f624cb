package dev.snapseal.tools.kubernetes;

import java.util.Optional;

/// A field of an object that is not in its tree.
///
/// @param path message that holds it, such as `metadata`; empty for the object itself
/// @param number protobuf field number
/// @param wireType 0 varint, 1 fixed64, 2 length-delimited, 3 group, 5 fixed32
/// @param offset of the field's value in the stored value, in bytes
/// @param length of the field's value in bytes
/// @param base64 the field's value as it is stored; empty if it is not to be shown, or stands in
///   the tree under its number
public record UnreadField(
    String path, int number, int wireType, long offset, long length, Optional<String> base64) {

  /// The same without the value itself.
  UnreadField withoutContent() {
    return new UnreadField(path, number, wireType, offset, length, Optional.empty());
  }

  /// Says place and size; the value may be a secret.
  @Override
  public String toString() {
    return "UnreadField[" + path + "." + number + ", " + length + " bytes]";
  }
}
