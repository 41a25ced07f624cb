package dev.snapseal.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Walking the pages of a snapshot, every tree or every revision, with one thread.
///
/// The floor reads every byte of the same memory and adds it up; the copy puts it on the heap. A
/// walk may be faster than both: it reads headers, elements and keys, and passes values over. MB/s
/// are of the whole file. Data: 128 MiB of `aescbc` Secrets from seed 1, see `LargeImage`.
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class PageWalkBenchmark {

  /// Who does it; the first is the floor.
  public enum Contender {
    SUM,
    COPY,
    /// `PageUsage.survey`
    SURVEY,
    /// `Snapshot.forEachRevision`
    REVISIONS
  }

  @Param Contender contender;

  private final Arena arena = Arena.ofShared();
  private PageWalk walk;

  @Setup
  public void setUp() throws IOException {
    walk = new PageWalk(LargeImage.make(arena));
  }

  @TearDown
  public void tearDown() {
    arena.close();
  }

  @Benchmark
  public long walk(ByteCount count) throws IOException {
    count.bytes += walk.length();
    return switch (contender) {
      case SUM -> walk.sum();
      case COPY -> walk.copy();
      case SURVEY -> walk.survey();
      case REVISIONS -> walk.revisions();
    };
  }
}
