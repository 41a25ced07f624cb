package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.UnchangedMembers.HarmlessMember;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The members of one key's values that could be read, and which of them a newer value has.
final class MemberFold {
  /// Different members of one key that are kept to compare with.
  private static final int MAX_MEMBERS = 100_000;

  private final Set<Long> readable = new HashSet<>();
  private final Set<Long> leaves = new HashSet<>();
  private final Set<Long> anywhere = new HashSet<>();
  private boolean areLeavesAll = true;
  private boolean areSomeUnknown;

  void addReadable(Sighting sighting) {
    if (sighting.members().isPresent() && readable.size() < MAX_MEMBERS) {
      sighting.members().get().forEach(this::addReadable);
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

  private void addReadable(DataMember member) {
    readable.add(member.value());
    if (member.anywhere() != 0) {
      anywhere.add(member.anywhere());
    }
    areLeavesAll &= member.areLeavesAll();
    if (leaves.size() < MAX_MEMBERS) {
      leaves.addAll(member.leaves());
    } else {
      areSomeUnknown = true;
    }
  }

  /// What other objects may hold too, of what could be read.
  Set<Long> anywhere() {
    return Collections.unmodifiableSet(anywhere);
  }

  /// The same of values.
  static Set<Long> anywhere(List<Sighting> values) {
    return members(values)
        .map(DataMember::anywhere)
        .filter(anywhere -> anywhere != 0)
        .collect(Collectors.toSet());
  }

  private boolean isReadable(DataMember member) {
    return readable.contains(member.value());
  }

  /// Whether a piece of what was readable, which may be a secret, is in one of these values; or it
  /// is not known, as there were more pieces than are kept.
  boolean isPerhapsIn(List<Sighting> values) {
    return !areLeavesAll || members(values).anyMatch(this::isPerhapsReadable);
  }

  private static Stream<DataMember> members(List<Sighting> values) {
    return values.stream().flatMap(value -> value.members().stream()).flatMap(List::stream);
  }

  private boolean isPerhapsReadable(DataMember member) {
    return !member.areLeavesAll()
        || leaves.contains(member.value())
        || member.leaves().stream()
            .anyMatch(leaf -> leaves.contains(leaf) || readable.contains(leaf));
  }

  /// Whether a member that must be rotated is in one of these values.
  boolean isSecretIn(List<Sighting> values) {
    return members(values).anyMatch(member -> member.harmless().isEmpty() && isReadable(member));
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
        members(values)
            .filter(this::isReadable)
            .sorted(Comparator.comparing(DataMember::name))
            .toList();
    return new UnchangedMembers(
        members.stream()
            .filter(member -> member.harmless().isEmpty())
            .map(DataMember::name)
            .distinct()
            .toList(),
        members(values)
            .filter(member -> member.harmless().isEmpty() && !isReadable(member))
            .filter(this::isPerhapsReadable)
            .map(DataMember::name)
            .sorted()
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
