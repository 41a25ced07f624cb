package dev.snapseal.benchmarks;

/// Lets no time be taken of contenders that do not agree on the answer.
final class Gate {
  private Gate() {}

  /// @throws IllegalStateException if something does not hold
  static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("the contenders do not agree: " + what);
    }
  }
}
