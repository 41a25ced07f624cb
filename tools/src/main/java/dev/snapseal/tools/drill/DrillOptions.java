package dev.snapseal.tools.drill;

import dev.snapseal.crypto.keys.KeyRing;
import java.nio.file.Path;
import java.util.Optional;

/// What a drill is made with.
///
/// @param ring keys of all configurations given, the caller's
/// @param target keys of the configuration that the restored cluster would run with, the caller's
/// @param programs folder of `etcd` and what restores; empty: the PATH
/// @param base folder in which the drill makes its own
/// @param baseline what an earlier drill counted
/// @param words how the backup and its keys are named in commands to paste
public record DrillOptions(
    Optional<KeyRing> ring,
    Optional<KeyRing> target,
    Optional<Path> programs,
    Path base,
    Optional<DrillCounts> baseline,
    Words words) {

  /// Parts of commands, as a shell takes them.
  ///
  /// @param file the backup's path
  /// @param identities each option that opens a sealed backup, behind a blank; perhaps none
  /// @param keys each option that brings keys, behind a blank
  public record Words(String file, String identities, String keys) {
    /// The backup for a command that reads it as it is.
    public String opened() {
      return file + identities;
    }

    /// The same, with the keys that were given.
    public String openedWithKeys() {
      return file + identities + keys;
    }
  }
}
