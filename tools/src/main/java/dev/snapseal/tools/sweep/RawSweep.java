package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.tools.chart.ByteMapCollector;
import dev.snapseal.tools.values.Turns;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Searches a file window by window, trusting no pointer in it.
///
/// Every worker takes a window, searches it, and then waits for its turn: in order of the windows
/// their bytes are hashed and their hits are gathered, so that neither depends on who was faster.
/// While one hashes, the others search.
final class RawSweep {
  private final Windows windows;
  private final SweepContext context;
  private final WindowScan.Source source;
  private final Optional<MessageDigest> digest;
  private final Optional<ByteMapCollector<SweptContent>> map;
  private final LongConsumer progress;
  private final Turns turns = new Turns();

  private final List<Overhang> overhangs = new ArrayList<>();
  private long zeroBytes;
  private long unaccounted;
  private long malformed;
  private final List<PackedStreams.Stream> unopened = new ArrayList<>();
  private long moreUnopened;

  private RawSweep(
      Windows windows,
      SweepContext context,
      WindowScan.Source source,
      Optional<ByteMapCollector<SweptContent>> map,
      LongConsumer progress) {
    this.map = map;
    this.windows = windows;
    this.context = context;
    this.source = source;
    this.digest =
        context.options().hashing() == SweepOptions.Hashing.SHA256
            ? Optional.of(FileDigest.newSha256())
            : Optional.empty();
    this.progress = progress;
  }

  /// What a whole file gave, beside its hits.
  ///
  /// @param sha256 if it was to be computed
  /// @param unaccounted records of a log that may hold more than values that are known
  /// @param malformed values that only begin as if they were encrypted
  /// @param unopened compressed streams that may hold a backup, the first of them
  /// @param moreUnopened how many more there are
  record Outcome(
      Optional<String> sha256,
      long zeroBytes,
      long unaccounted,
      long malformed,
      List<PackedStreams.Stream> unopened,
      long moreUnopened) {}

  /// Searches all windows.
  ///
  /// @param source what they are of
  /// @param map told what lies where, if that is wanted
  /// @param progress told the bytes done since it was last told
  static Outcome run(
      Windows windows,
      SweepContext context,
      WindowScan.Source source,
      Optional<ByteMapCollector<SweptContent>> map,
      LongConsumer progress)
      throws IOException {
    return new RawSweep(windows, context, source, map, progress).run();
  }

  private Outcome run() throws IOException {
    ValueWork<Worker> work = new ValueWork<>(turns::end);
    int jobs = Math.clamp(windows.count(), 1, context.options().jobs());
    work.offer(Collections.nCopies(jobs, Worker::search));
    work.run(jobs, Worker::new, () -> {});
    return new Outcome(
        digest.map(done -> HexFormat.of().formatHex(done.digest())),
        zeroBytes,
        unaccounted,
        malformed,
        unopened,
        moreUnopened);
  }

  /// Searches one window after the other.
  private final class Worker implements ValueWork.Worker {
    private final WindowScan scan = new WindowScan(context, source, WindowScan.Depth.ALL, map);

    /// Goes on until nobody has any left, or another worker failed. Its thread maps the windows,
    /// and must unmap them.
    void search() throws IOException {
      try (Windows.Reader reader = windows.newReader()) {
        Optional<Window> window = reader.next();
        while (window.isPresent() && !turns.areOver()) {
          search(reader, window.get());
          window = reader.next();
        }
      }
    }

    /// A mapped byte that cannot be read is an error of the JVM's; then the window is read anew.
    private void search(Windows.Reader reader, Window window) throws IOException {
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

    @Override
    public void close() {
      scan.close();
    }
  }

  private void inTurn(Window window, WindowResult result) {
    if (turns.await(window.number())) {
      long length = window.range().length();
      hash(window.bytes().slice(window.range().start(), length));
      gather(result);
      progress.accept(length);
      turns.done();
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
    unaccounted += result.unaccounted;
    malformed += result.malformed;
    int kept = Math.min(result.unopened.size(), WindowResult.MAX_UNOPENED - unopened.size());
    unopened.addAll(result.unopened.subList(0, kept));
    moreUnopened += result.moreUnopened + result.unopened.size() - kept;
    overhangs.removeIf(overhang -> !overhang.holds(result.end));
    overhangs.addAll(result.overhangs);
  }
}
