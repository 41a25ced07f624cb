package dev.snapseal.tools.report.html;

import dev.snapseal.tools.report.SafeText;
import java.util.List;

/// What must be made anew because it could be read, by name: the gravest first.
///
/// @param groups those that are empty are left out
public record Rotation(List<Group> groups) {
  /// So that the page stays small, whatever was found.
  public static final int MAX_ITEMS = 300;

  /// Nothing to make anew, or nothing that has a name.
  public static final Rotation NONE = new Rotation(List.of());

  /// What is shown of a group before it is unfolded.
  private static final int UNFOLDED = 12;

  /// Characters of a name that fit a narrow column.
  private static final int USUAL = 42;

  public Rotation {
    groups = groups.stream().filter(group -> !group.items().isEmpty()).toList();
    int items = groups.stream().mapToInt(group -> group.items().size()).sum();
    if (items > MAX_ITEMS) {
      throw new IllegalArgumentException(items + " items are more than " + MAX_ITEMS);
    }
  }

  /// Things of one sort.
  ///
  /// @param label such as `Private keys`
  /// @param amount how many there are, shown or not, such as `at least 10,000`
  /// @param items the first of them
  /// @param omitted how many are known besides
  /// @param elsewhere where those are, such as `-o json lists them`
  public record Group(
      String label, String amount, List<Item> items, long omitted, String elsewhere) {
    public Group {
      items = List.copyOf(items);
    }

    /// The items that are always seen: all of them, unless many more would follow.
    public List<Item> first() {
      return isFolded() ? items.subList(0, UNFOLDED) : items;
    }

    /// The others.
    public List<Item> folded() {
      return isFolded() ? items.subList(UNFOLDED, items.size()) : List.of();
    }

    /// How wide the lists' columns are, for the style sheet: places want more room than names.
    public String columnsClass() {
      boolean isWide =
          items.stream().anyMatch(item -> item.name().length() + item.note().length() > USUAL);
      return isWide ? "names wide" : "names";
    }

    private boolean isFolded() {
      return items.size() > UNFOLDED + UNFOLDED / 2;
    }
  }

  /// One thing.
  ///
  /// @param name such as `secrets prod/db`, or the file that it lies in
  /// @param note what it is or where, if the name does not say so; perhaps empty
  public record Item(String name, String note) {
    private static final int MAX_TEXT = 100;

    public Item {
      name = SafeText.visible(name, MAX_TEXT);
      note = SafeText.visible(note, MAX_TEXT);
    }
  }
}
