package dev.snapseal.tools.caseindex;

import java.util.function.LongConsumer;

/// Shares the bytes of a file among the tasks that read it. Safe for use by several threads.
final class TaskProgress {
  private final LongConsumer progress;
  private final long stepBytes;
  private long leftBytes;

  /// @param steps how often [#step] will be called
  TaskProgress(LongConsumer progress, long totalBytes, int steps) {
    this.progress = progress;
    this.stepBytes = totalBytes / Math.max(1, steps);
    this.leftBytes = totalBytes;
  }

  synchronized void step() {
    leftBytes -= stepBytes;
    progress.accept(stepBytes);
  }

  /// Counts what is left.
  synchronized void end() {
    progress.accept(leftBytes);
    leftBytes = 0;
  }
}
