package dev.snapseal.tools.kubernetes;

/// A field of an object that is not shown: its place and size, never its content.
///
/// @param path message that holds it, such as `metadata`; empty for the object itself
/// @param number protobuf field number
/// @param wireType 0 varint, 1 fixed64, 2 length-delimited, 5 fixed32
/// @param offset of the field's value in the stored value, in bytes
/// @param length of the field's value in bytes
public record UnreadField(String path, int number, int wireType, long offset, long length) {}
