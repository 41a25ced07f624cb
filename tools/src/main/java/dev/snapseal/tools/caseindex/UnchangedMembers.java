package dev.snapseal.tools.caseindex;

import java.util.List;

/// Members of an object's newest value that could be read, as they are now: by name, in the order
/// of names.
///
/// @param secret those to be rotated
/// @param inPart those that were changed, but hold a piece of what could be read, or may hold one
/// @param harmless those that need not be rotated
public record UnchangedMembers(
    List<String> secret, List<String> inPart, List<HarmlessMember> harmless) {

  public UnchangedMembers {
    secret = List.copyOf(secret);
    inPart = List.copyOf(inPart);
    harmless = List.copyOf(harmless);
  }

  /// A member that need not be rotated.
  public record HarmlessMember(String name, Harmless why) {}
}
