package dev.snapseal.tools.keysource;

import java.util.List;

/// A bootstrap record of k3s or RKE2 in a backup, and what came of opening it.
///
/// @param file the backup
/// @param etcdKey such as `/bootstrap/3d1f0a9b8c7e`: the beginning of its passphrase's SHA-256
/// @param revision main revision of the record
/// @param live whether it is the newest of its key, which was not deleted
/// @param detail why it did not open, or what is weak about its token; else empty
/// @param keys what was in it; none if encryption was never on
public record BootstrapFinding(
    String file,
    String etcdKey,
    long revision,
    boolean live,
    Outcome outcome,
    String detail,
    List<KeySource> keys) {
  public BootstrapFinding {
    keys = List.copyOf(keys);
  }

  /// What came of it.
  public enum Outcome {
    /// There was no token.
    UNTRIED,
    OPENED,
    OTHER_TOKEN,
    DAMAGED,
    NOT_SEALED
  }

  /// Such as `[db.snapshot] /bootstrap/3d1f0a9b8c7e at revision 7`.
  public String place() {
    return "[%s] %s at revision %d".formatted(file, etcdKey, revision);
  }
}
