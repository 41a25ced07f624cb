package dev.snapseal.tools.export;

import java.util.Optional;

/// What is kept of a manifest once its text is made: which object it is, and what to say of it.
///
/// @param kind `KIND`, or `KIND.GROUP` if it is not of the core group
/// @param namespace empty for objects of the cluster
/// @param rank its place in [ApplyOrder]
/// @param volume that a claim is bound to
/// @param unknownFields how many fields it has that no release known here has, and texts that are
///   not UTF-8
/// @param isServed whether API servers that are maintained take its version
/// @param hasFinalizers whether it keeps finalizers
public record ManifestFacts(
    String kind,
    Optional<String> namespace,
    String name,
    int rank,
    Optional<String> volume,
    Known known,
    long unknownFields,
    boolean isServed,
    boolean hasFinalizers) {

  /// How much is known of the kind.
  public enum Known {
    KIND,
    /// The metadata alone.
    METADATA
  }
}
