package dev.snapseal.tools.input;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/// A member of a tar archive.
///
/// @param name for showing it, as [MemberName] gives it
/// @param kind what it is
/// @param content its bytes, to be read before the archive is read on; none but of a [Kind#FILE]
record TarMember(String name, Kind kind, Content content) {
  enum Kind {
    FILE("a file"),
    DIRECTORY("a directory"),
    LINK("a link, which is not followed"),
    DEVICE("a device or pipe"),
    SPARSE("a sparse file in GNU tar's own form, which is not read here");

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }

    /// Types that POSIX leaves open are read as files, as it asks for.
    static Kind of(TarArchiveEntry entry) {
      return switch (entry.getLinkFlag()) {
        case '1', '2' -> LINK;
        case '3', '4', '6' -> DEVICE;
        default -> entry.isDirectory() ? DIRECTORY : entry.isSparse() ? SPARSE : FILE;
      };
    }
  }
}
