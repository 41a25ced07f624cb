package dev.snapseal.tools.etcd;

import java.lang.foreign.MemorySegment;

/// A key as a server answers with it.
///
/// @param key the user's key
/// @param value as stored
/// @param createRevision main revision of the put that created this life of the key
/// @param modRevision main revision of its last put
/// @param version writes since it was created, from 1
/// @param lease it hangs on, 0 for none
public record ServedKey(
    MemorySegment key,
    MemorySegment value,
    long createRevision,
    long modRevision,
    long version,
    long lease) {

  /// Takes one key after the other.
  @FunctionalInterface
  public interface Visitor {
    void key(ServedKey served) throws java.io.IOException;
  }
}
