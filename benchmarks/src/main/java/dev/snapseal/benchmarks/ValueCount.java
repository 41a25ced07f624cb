package dev.snapseal.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Values that a benchmark worked through, where their length is not what costs; JMH makes them
/// values a second.
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class ValueCount {
  public long values;
}
