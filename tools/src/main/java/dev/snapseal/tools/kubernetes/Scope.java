package dev.snapseal.tools.kubernetes;

/// Whether the objects of a resource live in namespaces: decides how a key is cut.
public enum Scope {
  /// `PATH/NAME`.
  CLUSTER,
  /// `PATH/NAMESPACE/NAME`.
  NAMESPACED,
  /// Only the resource's definition knows; a key with a segment between path and name is read as
  /// namespaced. True for custom resources, because names hold no slash.
  BY_SEGMENTS
}
