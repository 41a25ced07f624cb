package dev.snapseal.tools.input;

import java.util.OptionalLong;

/// How much of this machine an input may take before it is refused.
///
/// @param memoryBytes memory for unpacked backups, all together; empty: 60 % of the machine's.
///   Mapped files do not count; while a backup grows, the memory that it leaves comes on top
/// @param anyRatioBytes bytes that may be unpacked whatever their ratio to the input's own size
/// @param highestRatio beyond that, the highest ratio of unpacked bytes to the input's own size
/// @param deepest how many archives may lie inside each other, and how many compressions
/// @param members members of archives, all together
/// @param images backups in one input
public record InputLimits(
    OptionalLong memoryBytes,
    long anyRatioBytes,
    int highestRatio,
    int deepest,
    int members,
    int images) {
  private static final long GIB = 1L << 30;

  public InputLimits {
    if (memoryBytes.orElse(1) < 1 || anyRatioBytes < 0 || highestRatio < 1) {
      throw new IllegalArgumentException("memory and ratio must be positive");
    }
    if (deepest < 1 || members < 1 || images < 1) {
      throw new IllegalArgumentException("depth, members and images must be positive");
    }
  }

  /// What the commands use. Deflate packs at most 1032 to 1, and real backups under 50 to 1.
  public static InputLimits standard() {
    return new InputLimits(OptionalLong.empty(), GIB, 250, 3, 200_000, 256);
  }

  /// The same with a memory limit of so many bytes.
  public InputLimits withMemoryBytes(long bytes) {
    return new InputLimits(
        OptionalLong.of(bytes), anyRatioBytes, highestRatio, deepest, members, images);
  }
}
