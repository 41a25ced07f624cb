package dev.snapseal.tools.kubernetes;

/// Whether a value belongs to the key it stands under.
public enum IdentityFit {
  /// Name, namespace and, where it is known, kind are those of the key.
  MATCHES,
  /// The value says it is another object: it was moved here.
  DIFFERS,
  /// The value does not say, or cannot be read.
  UNKNOWN
}
