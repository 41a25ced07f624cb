package dev.snapseal.tools.audit;

import dev.snapseal.tools.BackgroundDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/// Parts of a file that workers take one after the other; the first failure ends all.
final class AuditWork {

  /// A part of the file, read by whoever takes it.
  @FunctionalInterface
  interface Task {
    void run(ValueExaminer examiner) throws IOException;
  }

  private final ConcurrentLinkedQueue<Task> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  void offer(List<Task> parts) {
    tasks.addAll(parts);
  }

  /// Works until nothing is left.
  ///
  /// @param digest occupies a core of its own until it is done, and only then another worker begins
  ///   in its place
  AuditTotals run(AuditContext context, BackgroundDigest digest) throws IOException {
    List<ValueExaminer> examiners = new ArrayList<>();
    try {
      for (int i = 0; i < context.options().jobs(); i++) {
        examiners.add(new ValueExaminer(context));
      }
      List<Thread> helpers = new ArrayList<>();
      for (ValueExaminer examiner : examiners.subList(1, examiners.size())) {
        helpers.add(helper(examiner, helpers.isEmpty() ? digest::join : () -> {}));
      }
      work(examiners.getFirst(), () -> {});
      helpers.forEach(AuditWork::join);
      rethrowFailure();
      AuditTotals totals = new AuditTotals();
      examiners.forEach(examiner -> totals.addAll(examiner.totals()));
      return totals;
    } finally {
      examiners.forEach(ValueExaminer::close);
    }
  }

  private Thread helper(ValueExaminer examiner, Runnable first) {
    Thread helper = new Thread(() -> work(examiner, first), "audit");
    helper.setDaemon(true);
    helper.start();
    return helper;
  }

  /// @param first what to wait for
  private void work(ValueExaminer examiner, Runnable first) {
    try {
      first.run();
      for (Task task = tasks.poll(); task != null && failure.get() == null; task = tasks.poll()) {
        task.run(examiner);
      }
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private void rethrowFailure() throws IOException {
    switch (failure.get()) {
      case null -> {
        // All parts were read.
      }
      case IOException e -> throw e;
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
