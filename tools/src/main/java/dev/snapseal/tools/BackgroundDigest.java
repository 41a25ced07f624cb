package dev.snapseal.tools;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.tools.input.BackupImage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongConsumer;

/// The SHA-256 of a file, computed on a thread of its own while the file is read for other reasons.
public final class BackgroundDigest {
  private final FutureTask<FileDigest> task;

  private BackgroundDigest(FutureTask<FileDigest> task) {
    this.task = task;
  }

  /// Begins at once.
  ///
  /// @param progress told the bytes hashed since it was last told
  public static BackgroundDigest start(Snapshot snapshot, LongConsumer progress) {
    return start(new FutureTask<>(() -> FileDigest.compute(snapshot, progress)));
  }

  /// Begins at once, also if the file is too damaged to be opened.
  ///
  /// @param progress told the bytes hashed since it was last told
  public static BackgroundDigest start(BackupImage image, LongConsumer progress) {
    return start(
        new FutureTask<>(() -> FileDigest.compute(image.displayPath(), image.bytes(), progress)));
  }

  private static BackgroundDigest start(FutureTask<FileDigest> task) {
    Thread thread = new Thread(task, "sha256");
    thread.setDaemon(true);
    thread.start();
    return new BackgroundDigest(task);
  }

  /// Waits for the result.
  public FileDigest join() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Hashing throws nothing checked; what it throws is a fault of the machine or of the program.
  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException fault ? fault : new IllegalStateException(cause);
  }
}
