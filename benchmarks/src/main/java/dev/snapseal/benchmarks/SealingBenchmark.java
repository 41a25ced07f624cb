package dev.snapseal.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// What the benchmarks of all providers do with their contenders.
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public abstract class SealingBenchmark {
  private static final int WARMING_SIZE = 1024;

  /// Bytes of each plaintext.
  @Param({"256", "1024", "16384", "262144"})
  int size;

  private ValueSamples samples;
  private ValueCipher cipher;

  SealingBenchmark() {}

  /// Makes ready to time a contender; each benchmark calls it from its set-up.
  ///
  /// @param data for a size, on which all contenders agree
  final void begin(ValueCipher timed, IntFunction<ValueSamples> data) {
    samples = data.apply(size);
    cipher = timed;
    samples.warm(cipher, data.apply(WARMING_SIZE));
  }

  @Benchmark
  public void open(ByteCount count) {
    count.bytes += samples.open(cipher);
  }

  @Benchmark
  public void seal(ByteCount count, Blackhole hole) {
    count.bytes += samples.seal(cipher, hole);
  }
}
