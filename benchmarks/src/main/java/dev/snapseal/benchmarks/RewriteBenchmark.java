package dev.snapseal.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Bringing a whole snapshot from `aescbc` to `aesgcm` in memory, with one thread and with several:
/// what `rekey` does, but for hashes, checksums, the file and reading it back.
///
/// The floor opens and seals the same values with bare `Cipher`s and nothing else; the copy moves
/// the same bytes as they are. Both share out their work as Snapseal does, so they also tell what
/// another thread can give on this machine. MB/s are of the whole file. The limit: two threads
/// write at least 1.8 times as fast as one. Planning takes one thread, and in a command the other
/// hashes the input meanwhile. Data: 128 MiB of Secrets from seed 1, see `LargeImage`.
///
/// Warmed up longer than the others: until the compiler is done, it takes a core from two threads.
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RewriteBenchmark {

  /// Who does it; the first is the floor.
  public enum Contender {
    CIPHER,
    COPY,
    /// Snapseal, once every page of the new file is fixed.
    WRITE,
    /// Snapseal, planning included, which takes one thread.
    REWRITE
  }

  @Param Contender contender;

  @Param({"1", "2", "4"})
  int threads;

  private final Arena arena = Arena.ofShared();
  private Rewrites rewrites;

  @Setup
  public void setUp() throws IOException {
    rewrites = new Rewrites(LargeImage.make(arena));
  }

  @TearDown
  public void tearDown() {
    rewrites.close();
    arena.close();
  }

  @Benchmark
  public void rewrite(ByteCount count) throws IOException {
    count.bytes += rewrites.length();
    switch (contender) {
      case CIPHER -> rewrites.cipher(threads);
      case COPY -> rewrites.copy(threads);
      case WRITE -> rewrites.write(threads);
      case REWRITE -> rewrites.planAndWrite(threads);
    }
  }
}
