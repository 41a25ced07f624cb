package dev.snapseal.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Telling from a value's first bytes whether and how it is encrypted.
///
/// The floor only asks whether the value begins with `k8s:enc:`. The others say provider and key,
/// and of a plain value what it looks like. Counted in values, since their length costs nothing.
/// Data: every value of a real cluster's backups from all its epochs, shuffled with seed 1, see
/// `StoredValues`.
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ClassificationBenchmark {

  /// Who does it; the first is the floor.
  public enum Contender {
    PREFIX,
    /// `StoredValue.classify`
    STORED_VALUE,
    /// `KeyRing.classify`
    KEY_RING
  }

  @Param Contender contender;

  private StoredValues values;

  @Setup
  public void setUp() {
    values = new StoredValues();
  }

  @Benchmark
  public int classify(ValueCount count) {
    count.values += values.count();
    return switch (contender) {
      case PREFIX -> values.countByPrefix();
      case STORED_VALUE -> values.countByStoredValue();
      case KEY_RING -> values.countByKeyRing();
    };
  }
}
