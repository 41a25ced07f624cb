package dev.snapseal.tools.capture;

import dev.snapseal.tools.age.AgeFile;
import dev.snapseal.tools.age.Recipients;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.rewrite.RewriteOptions;
import java.nio.file.Path;
import java.util.Optional;

/// What becomes of a snapshot before it is written.
///
/// @param encryption how its values are written; empty: as they are
/// @param seal for whom it is sealed; empty: for nobody
/// @param policy resources that must not be readable in a file that is not sealed
/// @param plaintext whether they may be all the same
/// @param memory folder whose files are in memory
public record CaptureOptions(
    Optional<RewriteOptions> encryption,
    Optional<Seal> seal,
    ResourcePolicy policy,
    Plaintext plaintext,
    Path memory) {
  /// What happens if values of the policy's resources can be read.
  public enum Plaintext {
    REFUSED,
    ALLOWED
  }

  /// For whom, and in which form.
  public record Seal(Recipients recipients, AgeFile.Form form) {}
}
