package dev.snapseal.tools.needs;

/// A key that lies on the same medium as what it opens, so that whoever gets the one has the other.
///
/// @param what such as `a key of encryption at rest`
/// @param where the place of the key
public record KeyBeside(String what, String where) {}
