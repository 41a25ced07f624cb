package dev.snapseal.tools.keysource;

/// Where keys were found.
///
/// @param file a file that was named, or a backup as reports name it
/// @param member of the archive that the file is; empty if the file itself has the keys
/// @param place inside that: a path in a document, or an object of a store; empty if it is all keys
public record Origin(String file, String member, String place) {
  private static final String BEFORE_MEMBER = "!";

  /// All of a file.
  public static Origin of(String file) {
    return new Origin(file, "", "");
  }

  /// A member of an archive, or a file of a data directory.
  ///
  /// @param argument the archive or directory as it was named
  /// @param displayPath of the member, for reports
  static Origin of(String argument, String displayPath) {
    String before = argument + BEFORE_MEMBER;
    return displayPath.startsWith(before)
        ? new Origin(argument, displayPath.substring(before.length()), "")
        : of(displayPath);
  }

  /// A place in what this names.
  Origin at(String inside) {
    if (inside.isEmpty()) {
      return this;
    }
    return new Origin(file, member, place.isEmpty() ? inside : place + " " + inside);
  }

  /// For reports: the file, `!` before a member and a blank before a place inside.
  public String text() {
    return file
        + (member.isEmpty() ? "" : BEFORE_MEMBER + member)
        + (place.isEmpty() ? "" : " " + place);
  }
}
