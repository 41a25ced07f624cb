package dev.snapseal.tools.report;

import dev.snapseal.tools.report.html.Rotation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Gathers what is to be made anew: each name once, where it is gravest.
///
/// @param <S> the sorts, the gravest first
final class RotationNames<S extends Enum<S>> {
  private final Map<S, Map<String, Seen>> sorts;

  /// What was met in one sort, and how often.
  private record Seen(String name, String note, long places) {
    Seen again() {
      return new Seen(name, note, places + 1);
    }

    Rotation.Item item() {
      String often = places == 1 ? "" : Quantity.count(places, "place");
      String separator = note.isEmpty() || often.isEmpty() ? "" : ", ";
      return new Rotation.Item(name, note + separator + often);
    }
  }

  RotationNames(Class<S> sorts) {
    this.sorts = new EnumMap<>(sorts);
  }

  /// Adds what has a name; an empty one is none.
  ///
  /// @param note what it is, if the name does not say so; that of the first place is kept
  void add(S sort, String name, String note) {
    if (!name.isEmpty()) {
      add(sort, name, new Seen(name, note, 1));
    }
  }

  /// Adds what has no name, and so is told from others by its place.
  void addNameless(S sort, String what, String place) {
    add(sort, place, new Seen(what, place, 1));
  }

  private void add(S sort, String identity, Seen first) {
    sorts
        .computeIfAbsent(sort, _ -> new LinkedHashMap<>())
        .merge(identity, first, (seen, _) -> seen.again());
  }

  /// The names, sorted within each sort.
  ///
  /// @param areAll whether all that was found was added
  /// @param elsewhere where those are that there is no room for
  Rotation rotation(Function<S, String> label, boolean areAll, String elsewhere) {
    List<S> order = new ArrayList<>();
    List<List<Rotation.Item>> names = new ArrayList<>();
    Set<String> graver = new HashSet<>();
    sorts.forEach(
        (sort, seen) -> {
          order.add(sort);
          names.add(
              seen.entrySet().stream()
                  .filter(entry -> graver.add(entry.getKey()))
                  .map(entry -> entry.getValue().item())
                  .sorted(Comparator.comparing(Rotation.Item::name))
                  .toList());
        });
    List<List<Rotation.Item>> shown = FairShares.of(names, Rotation.MAX_ITEMS);
    List<Rotation.Group> groups = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      int known = names.get(i).size();
      groups.add(
          new Rotation.Group(
              label.apply(order.get(i)),
              (areAll ? "" : "at least ") + Quantity.count(known),
              shown.get(i),
              known - shown.get(i).size(),
              elsewhere));
    }
    return new Rotation(groups);
  }
}
