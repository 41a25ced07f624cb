package dev.snapseal.tools.kms;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/// Makes an event loop's thread and waits for its end: Netty reports the end a moment before the
/// thread is gone.
final class LoopThread implements ThreadFactory {
  private final AtomicReference<Optional<Thread>> made = new AtomicReference<>(Optional.empty());

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = Thread.ofPlatform().daemon().name("kms-plugin").unstarted(task);
    made.set(Optional.of(thread));
    return thread;
  }

  /// Waits until the thread is gone, or for `longest`.
  void await(Duration longest) throws InterruptedException {
    Optional<Thread> thread = made.get();
    if (thread.isPresent()) {
      thread.get().join(longest.toMillis());
    }
  }
}
