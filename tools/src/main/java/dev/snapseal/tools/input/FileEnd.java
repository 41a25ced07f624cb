package dev.snapseal.tools.input;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.StructureRule;
import java.util.List;
import java.util.Optional;

/// How a backup's file ends, and whether a restore would take it so: with its SHA-256, without one,
/// or as no whole file does.
///
/// @param kind what the end is
/// @param fault why it is not a whole file that etcd takes; empty if it may be one
public record FileEnd(Kind kind, Optional<String> fault) {

  /// What a file ends with.
  public enum Kind {
    /// The SHA-256 that etcd appended.
    HASH_FITS,
    /// One of other bytes: `etcdutl snapshot restore` refuses the file.
    HASH_DIFFERS,
    /// The last page, as in every copy of a database: restored with `--skip-hash-check`.
    NO_HASH,
    /// Bytes that are neither a page nor a SHA-256.
    REST,
    /// Before its last page.
    CUT
  }

  /// Looks at the end of a file.
  ///
  /// @param trailer of the same image
  public static FileEnd of(BackupImage image, FileDigest.Trailer trailer) {
    return switch (trailer) {
      case VALID -> new FileEnd(Kind.HASH_FITS, Optional.empty());
      case INVALID ->
          new FileEnd(
              Kind.HASH_DIFFERS,
              Optional.of(
                  "the SHA-256 at its end is not that of the file: it was changed after it was"
                      + " saved, and etcd refuses it"));
      case ABSENT -> withoutHash(image);
    };
  }

  /// Databases are as long as a number of pages, and those that end before their last page are not
  /// opened.
  private static FileEnd withoutHash(BackupImage image) {
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes())) {
      long rest = snapshot.length() % snapshot.meta().pageSize();
      return rest == 0
          ? new FileEnd(Kind.NO_HASH, Optional.empty())
          : new FileEnd(
              Kind.REST,
              Optional.of(
                  "it ends with %d bytes that are no page and no SHA-256: it was cut, or something"
                          .formatted(rest)
                      + " was added"));
    } catch (CorruptSnapshotException e) {
      return e.rule() == StructureRule.FILE_TRUNCATED
          ? new FileEnd(
              Kind.CUT,
              Optional.of("it ends before its pages do: it was cut, as by a copy that broke off"))
          : new FileEnd(Kind.NO_HASH, Optional.empty());
    }
  }

  /// What to do about a file that is not whole, each a sentence that ends in a command.
  ///
  /// @param file as a shell takes it
  /// @param opened the same, with the options that open it if it is sealed
  public static List<String> remedies(String file, String opened) {
    return List.of(
        "copy it again from where it was saved, and compare: sha256sum " + file,
        "if it is the same there, restore another member's backup or an earlier one; what is broken"
            + " in this one: snapseal check --values "
            + opened);
  }
}
