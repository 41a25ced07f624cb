package dev.snapseal.tools.values;

import dev.snapseal.tools.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Parts of a file that workers take one after the other; the first failure ends all.
///
/// @param <W> what one thread works with
public final class ValueWork<W extends ValueWork.Worker> {
  /// Parts to cut a file into: more than there are cores, so that uneven parts do not leave one
  /// idle at the end.
  public static final int PARTS = 64;

  /// Each worker may hold a value and its plaintext, up to the largest there is: more would not fit
  /// the heap if a crafted file gave each of them one.
  public static final int MAX_JOBS = 8;

  /// Threads that this machine has work for.
  public static int jobs() {
    return Math.min(MAX_JOBS, Runtime.getRuntime().availableProcessors());
  }

  /// What belongs to one thread, plaintext perhaps among it.
  public interface Worker extends AutoCloseable {
    /// Wipes what was opened.
    @Override
    void close();
  }

  /// A part of the file, read by whoever takes it.
  @FunctionalInterface
  public interface Task<W> {
    void run(W worker) throws IOException;
  }

  private final ConcurrentLinkedQueue<Task<W>> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Runnable onFailure;

  /// Work whose parts do not wait for each other.
  public ValueWork() {
    this(() -> {});
  }

  /// Work whose parts may wait for each other.
  ///
  /// @param onFailure called when a worker fails, so that nobody waits for it any longer; perhaps
  ///   more than once, and by any of the threads
  public ValueWork(Runnable onFailure) {
    this.onFailure = onFailure;
  }

  public void offer(List<Task<W>> parts) {
    tasks.addAll(parts);
  }

  /// Works until nothing is left, then closes the workers.
  ///
  /// @param jobs threads, at least 1
  /// @param busy returns when a core is free that something else occupies until then, such as
  ///   hashing: only then another worker begins in its place
  /// @return all workers, for what they have counted
  public List<W> run(int jobs, Supplier<W> newWorker, Runnable busy) throws IOException {
    List<W> workers = new ArrayList<>();
    try {
      for (int i = 0; i < jobs; i++) {
        workers.add(newWorker.get());
      }
      List<Thread> helpers = new ArrayList<>();
      for (W worker : workers.subList(1, workers.size())) {
        helpers.add(helper(worker, helpers.isEmpty() ? busy : () -> {}));
      }
      work(workers.getFirst(), () -> {});
      helpers.forEach(Threads::join);
      rethrowFailure();
      return workers;
    } finally {
      workers.forEach(Worker::close);
    }
  }

  private Thread helper(W worker, Runnable first) {
    Thread helper = new Thread(() -> work(worker, first), "values");
    helper.setDaemon(true);
    helper.start();
    return helper;
  }

  /// @param first what to wait for
  private void work(W worker, Runnable first) {
    try {
      first.run();
      for (Task<W> task = tasks.poll();
          task != null && failure.get() == null;
          task = tasks.poll()) {
        task.run(worker);
      }
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      onFailure.run();
    }
  }

  private void rethrowFailure() throws IOException {
    Throwable thrown = failure.get();
    if (thrown instanceof IOException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }
}
