package dev.snapseal.tools.drill;

import dev.snapseal.crypto.keys.KeyRing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a drill is made with.
///
/// @param ring keys of all configurations given, the caller's
/// @param target keys of the configuration that the restored cluster would run with, the caller's
/// @param others configurations given behind that one
/// @param programs folder of `etcd` and what restores; empty: the PATH
/// @param base folder in which the drill makes its own
/// @param baseline what an earlier drill counted
/// @param again the drill itself, with more
/// @param words how the backup and its keys are named in commands to paste
public record DrillOptions(
    Optional<KeyRing> ring,
    Optional<KeyRing> target,
    List<Configuration> others,
    Optional<Path> programs,
    Path base,
    Optional<DrillCounts> baseline,
    Again again,
    Words words) {

  public DrillOptions {
    others = List.copyOf(others);
  }

  /// A configuration and its keys alone.
  ///
  /// @param file as given
  /// @param ring the caller's
  public record Configuration(String file, KeyRing ring) {}

  /// The drill as it was given, in commands to paste.
  public interface Again {
    /// With more words at its end.
    String plus(String... more);

    /// With these sockets of KMS plugins.
    ///
    /// @param sockets absolute path by the plugin's name
    String withSockets(Map<String, String> sockets);

    /// With this configuration before all others.
    String withFirst(String config);
  }

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
