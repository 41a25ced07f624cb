package dev.snapseal.tools.input;

import dev.snapseal.snapshot.CorruptSnapshotException;
import java.io.IOException;

/// One of several inputs that gave no result while others did.
///
/// @param path as given, with `/` and `!` before what is inside
/// @param reason why, without the path; may hold control characters of names
/// @param cause what was thrown
public record FailedInput(String path, String reason, IOException cause) {
  public static FailedInput of(InputException cause) {
    return new FailedInput(cause.displayPath(), cause.found(), cause);
  }

  public static FailedInput of(CorruptSnapshotException cause) {
    String reason = cause.getMessage().substring(cause.file().length() + 3);
    return new FailedInput(cause.file(), reason, cause);
  }
}
