package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.tools.Threads;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.chart.ByteMapCollector;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/// Searches a file window by window, trusting no pointer in it.
///
/// Every worker takes a window, searches it, and then waits for its turn: in order of the windows
/// their bytes are hashed and their hits are gathered, so that neither depends on who was faster.
/// While one hashes, the others search.
final class RawSweep {
  private final Windows windows;
  private final SweepContext context;
  private final String path;
  private final Scope scope;
  private final Optional<MessageDigest> digest;
  private final Optional<ByteMapCollector<SweptContent>> map;
  private final LongConsumer progress;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private long turn;
  private final List<Overhang> overhangs = new ArrayList<>();
  private long zeroBytes;

  private RawSweep(
      Windows windows,
      SweepContext context,
      String path,
      Scope scope,
      Optional<ByteMapCollector<SweptContent>> map,
      LongConsumer progress) {
    this.map = map;
    this.windows = windows;
    this.context = context;
    this.path = path;
    this.scope = scope;
    this.digest =
        context.options().hashing() == SweepOptions.Hashing.SHA256
            ? Optional.of(FileDigest.newSha256())
            : Optional.empty();
    this.progress = progress;
  }

  /// What a whole file gave, beside its hits.
  ///
  /// @param sha256 if it was to be computed
  record Outcome(Optional<String> sha256, long zeroBytes) {}

  /// Searches all windows.
  ///
  /// @param scope of what no record of the write-ahead log holds
  /// @param map told what lies where, if that is wanted
  /// @param progress told the bytes done since it was last told
  static Outcome run(
      Windows windows,
      SweepContext context,
      String path,
      Scope scope,
      Optional<ByteMapCollector<SweptContent>> map,
      LongConsumer progress)
      throws IOException {
    return new RawSweep(windows, context, path, scope, map, progress).run();
  }

  private Outcome run() throws IOException {
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < Math.min(windows.count(), context.options().jobs()); i++) {
      Thread helper = new Thread(this::work, "sweep");
      helper.setDaemon(true);
      helper.start();
      helpers.add(helper);
    }
    work();
    helpers.forEach(Threads::join);
    rethrowFailure();
    return new Outcome(digest.map(done -> HexFormat.of().formatHex(done.digest())), zeroBytes);
  }

  private void work() {
    try (Windows.Reader reader = windows.newReader();
        WindowScan scan = new WindowScan(context, path, scope, WindowScan.Depth.ALL, map)) {
      Optional<Window> window = reader.next();
      while (window.isPresent() && failure.get() == null) {
        search(reader, scan, window.get());
        window = reader.next();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /// A mapped byte that cannot be read is an error of the JVM's; then the window is read anew.
  private void search(Windows.Reader reader, WindowScan scan, Window window) throws IOException {
    WindowResult result;
    Window readable = window;
    try {
      result = scan.scan(window);
    } catch (InternalError e) {
      readable = reader.again(window);
      result = scan.scan(readable);
    }
    inTurn(readable, result);
  }

  private synchronized void fail(Throwable thrown) {
    failure.compareAndSet(null, thrown);
    notifyAll();
  }

  private void inTurn(Window window, WindowResult result) {
    awaitTurn(window.number());
    if (failure.get() != null) {
      return;
    }
    long length = window.range().length();
    hash(window.bytes().slice(window.range().start(), length));
    gather(result);
    progress.accept(length);
    synchronized (this) {
      turn++;
      notifyAll();
    }
  }

  private synchronized void awaitTurn(long number) {
    boolean interrupted = false;
    while (turn != number && failure.get() == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void hash(MemorySegment bytes) {
    digest.ifPresent(running -> running.update(bytes.asByteBuffer()));
  }

  /// What begins in a record of a window before is that record's.
  private void gather(WindowResult result) {
    for (Hit hit : result.hits) {
      if (overhangs.stream().noneMatch(overhang -> overhang.covers(hit))) {
        Optional<Named> owner =
            overhangs.stream()
                .filter(overhang -> overhang.holds(hit.offset()))
                .map(Overhang::named)
                .findFirst();
        context.hits().add(hit.of(owner));
      }
    }
    context.hits().count(result);
    zeroBytes += result.zeroBytes;
    overhangs.removeIf(overhang -> !overhang.holds(result.end));
    overhangs.addAll(result.overhangs);
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
