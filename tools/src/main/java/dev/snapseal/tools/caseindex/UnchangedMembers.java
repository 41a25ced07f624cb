package dev.snapseal.tools.caseindex;

import java.util.List;

/// Members of an object's newest value that could be read, as they are now: by name, in the order
/// of names.
///
/// @param secret those to be rotated
/// @param harmless those that need not be
public record UnchangedMembers(List<String> secret, List<HarmlessMember> harmless) {
  static final UnchangedMembers NONE = new UnchangedMembers(List.of(), List.of());

  public UnchangedMembers {
    secret = List.copyOf(secret);
    harmless = List.copyOf(harmless);
  }

  /// A member that need not be rotated.
  public record HarmlessMember(String name, Harmless why) {}
}
