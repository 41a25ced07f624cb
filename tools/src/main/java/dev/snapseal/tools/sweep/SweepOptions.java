package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.tools.age.Identities;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.ResourcePolicy;
import java.util.Optional;

/// What a sweep is asked to do.
///
/// @param policy resources whose values nobody should read
/// @param keys configured keys: with them every value of a sound store is also opened
/// @param identities what sealed files are opened with
/// @param canaries texts to search for
/// @param hashing whether each file's SHA-256 is computed
/// @param detail whether maps and timelines are wanted
/// @param jobs threads that read, at least 1
public record SweepOptions(
    ResourcePolicy policy,
    Optional<KeyRing> keys,
    Identities identities,
    Canaries canaries,
    Hashing hashing,
    AuditOptions.Detail detail,
    int jobs) {
  /// The same with other threads.
  SweepOptions withJobs(int newJobs) {
    return new SweepOptions(policy, keys, identities, canaries, hashing, detail, newJobs);
  }

  /// Whether the evidence is hashed in the same pass.
  public enum Hashing {
    SHA256,
    NONE
  }
}
