/// What Snapseal's inner loops cost, each beside a floor that does the least the work can take.
///
/// A benchmark has contenders; the first is the floor. Before any time is taken a gate makes sure
/// that all of them give the same answer. `benchmarks/run` builds, runs and prints; start reading
/// at [dev.snapseal.benchmarks.AesCbcBenchmark].
package dev.snapseal.benchmarks;
