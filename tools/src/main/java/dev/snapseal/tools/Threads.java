package dev.snapseal.tools;

/// What waiting for a thread takes.
public final class Threads {
  private Threads() {}

  /// Waits until a thread is done, however often this one is interrupted meanwhile; it stays
  /// interrupted.
  public static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
