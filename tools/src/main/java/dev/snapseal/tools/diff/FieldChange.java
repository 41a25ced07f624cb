package dev.snapseal.tools.diff;

import java.util.Optional;

/// One field that is not the same in two versions of an object.
///
/// @param path such as `spec.template.spec.containers[web].image`
/// @param before empty if the field is new, [#REDACTED] if it may be a secret
/// @param after empty if the field is gone, [#REDACTED] if it may be a secret
public record FieldChange(String path, Optional<String> before, Optional<String> after) {
  /// Stands for a value that is not shown.
  public static final String REDACTED = "<redacted>";

  /// What became of the field.
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  public Kind kind() {
    if (before.isEmpty()) {
      return Kind.ADDED;
    }
    return after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
  }
}
