package dev.snapseal.tools.sweep;

import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;

/// What the user's paths lead to.
///
/// @param targets files and devices, in the order of the paths
/// @param failures what cannot be read
/// @param links that lead out of a directory and were not followed
public record SweepTargets(
    List<SweepTarget> targets, List<FailedInput> failures, List<String> links) {
  /// Looks at all paths; a directory means every file below it.
  public static SweepTargets find(List<String> paths) {
    List<SweepTarget> targets = new ArrayList<>();
    List<FailedInput> failures = new ArrayList<>();
    List<String> links = new ArrayList<>();
    for (String path : paths) {
      if (path.equals(BackupInput.STANDARD_INPUT)) {
        targets.add(SweepTarget.standardInput());
        continue;
      }
      List<SweepTarget.Unreadable> unreadable = new ArrayList<>();
      try {
        targets.addAll(SweepTarget.find(path, unreadable, links));
      } catch (IOException e) {
        failures.add(failed(path, e));
      } catch (InvalidPathException e) {
        failures.add(failed(path, new IOException("not a path: " + e.getReason())));
      }
      unreadable.forEach(part -> failures.add(failed(part.path(), part.cause())));
    }
    return new SweepTargets(List.copyOf(targets), List.copyOf(failures), List.copyOf(links));
  }

  /// Whether there is nothing to read and nothing to complain of: an empty directory.
  public boolean areNone() {
    return targets.isEmpty() && failures.isEmpty();
  }

  /// Bytes of all targets.
  public long totalBytes() {
    return targets.stream().mapToLong(SweepTarget::sizeBytes).sum();
  }

  static FailedInput failed(String path, IOException cause) {
    return FailedInput.of(InputException.of(cause, path));
  }
}
