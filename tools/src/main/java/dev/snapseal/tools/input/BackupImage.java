package dev.snapseal.tools.input;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// One etcd backup found under a path that the user gave, and its bytes.
///
/// @param displayPath the path as given, with `/` before a file of a directory and `!` before a
///   member of an archive (`backup.zip!snapshot`); control characters of a member's name are kept
/// @param kind what it is
/// @param layers what it was taken out of, the outermost first, such as `gzip`, `tar`; empty for a
///   plain file
/// @param bytes the bbolt file, read-only, at least 1 byte long; readable from any thread until the
///   [BackupInput] that gave it is closed
public record BackupImage(
    String displayPath, InputKind kind, List<String> layers, MemorySegment bytes) {
  /// The layer of a sealed file.
  static final String SEALED = "age";

  public BackupImage {
    layers = List.copyOf(layers);
    bytes = bytes.asReadOnly();
  }

  /// Whether it was taken out of a file that age sealed.
  public boolean isSealed() {
    return layers.contains(SEALED);
  }
}
