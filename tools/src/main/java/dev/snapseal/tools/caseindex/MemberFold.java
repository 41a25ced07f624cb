package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.UnchangedMembers.HarmlessMember;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The members of one key's values that could be read, and which of them a newer value has.
final class MemberFold {
  /// Different members of one key that are kept to compare with.
  private static final int MAX_MEMBERS = 100_000;

  private final Set<Fingerprint> readable = new HashSet<>();
  private boolean areSomeUnknown;

  void addReadable(Sighting sighting) {
    if (sighting.members().isPresent() && readable.size() < MAX_MEMBERS) {
      sighting.members().get().forEach(member -> readable.add(member.print()));
    } else {
      areSomeUnknown = true;
    }
  }

  /// Whether everything that could be read is known to have held no data.
  boolean areNone() {
    return readable.isEmpty() && !areSomeUnknown;
  }

  /// Whether values are known to hold no data.
  static boolean areEmpty(List<Sighting> values) {
    return !values.isEmpty()
        && values.stream().allMatch(value -> value.members().filter(List::isEmpty).isPresent());
  }

  /// Whether a member that must be rotated is in one of these values.
  boolean isSecretIn(List<Sighting> values) {
    return values.stream()
        .flatMap(value -> value.members().stream())
        .flatMap(List::stream)
        .anyMatch(member -> member.harmless().isEmpty() && readable.contains(member.print()));
  }

  /// Whether values have members, and none that is a secret.
  static boolean areHarmless(List<Sighting> values) {
    return !values.isEmpty()
        && values.stream()
            .allMatch(
                value ->
                    value
                        .members()
                        .filter(members -> !members.isEmpty())
                        .filter(
                            members -> members.stream().allMatch(one -> one.harmless().isPresent()))
                        .isPresent());
  }

  /// Whether all members are known, of what was readable and of those of these values that were
  /// opened.
  boolean areAllKnown(List<Sighting> values) {
    return !areSomeUnknown
        && values.stream()
            .filter(sighting -> sighting.plaintext().isPresent())
            .allMatch(sighting -> sighting.members().isPresent());
  }

  UnchangedMembers unchanged(List<Sighting> values) {
    List<DataMember> members =
        values.stream()
            .flatMap(value -> value.members().stream())
            .flatMap(List::stream)
            .filter(member -> readable.contains(member.print()))
            .sorted(Comparator.comparing(DataMember::name))
            .toList();
    return new UnchangedMembers(
        members.stream()
            .filter(member -> member.harmless().isEmpty())
            .map(DataMember::name)
            .distinct()
            .toList(),
        members.stream()
            .flatMap(
                member ->
                    member.harmless().stream().map(why -> new HarmlessMember(member.name(), why)))
            .distinct()
            .toList());
  }
}
