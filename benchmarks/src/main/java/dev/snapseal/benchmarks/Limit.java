package dev.snapseal.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a benchmark's figures have to show.
sealed interface Limit {

  /// By the benchmark's class.
  Map<String, Limit> ALL =
      Map.of(
          "AesCbcBenchmark", new NearFloor("TRANSFORMER", 1024, 1.15),
          "AesGcmBenchmark", new NearFloor("TRANSFORMER", 1024, 1.15),
          "SecretboxBenchmark", new NearFloor("TRANSFORMER", 1024, 1.15),
          "RewriteBenchmark", new Scaling("WRITE", 1.8));

  /// Says whether a benchmark's measurements hold it.
  String verdict(List<Measurement> all);

  /// At most so many times as long as the floor, from a size on.
  record NearFloor(String contender, int fromSize, double atMost) implements Limit {
    private static final String SIZE = "size";

    @Override
    public String verdict(List<Measurement> all) {
      String found =
          all.stream()
              .filter(m -> m.contender().equals(contender))
              .filter(m -> Integer.parseInt(m.parameters().get(SIZE)) >= fromSize)
              .map(m -> m.setting() + " " + judged(m.times(floor(all, m)), atMost))
              .collect(Collectors.joining("; "));
      return String.format(
          Locale.ROOT,
          "Limit: %s at most x %.2f from size %d: %s.",
          contender,
          atMost,
          fromSize,
          found);
    }

    private static String judged(double times, double atMost) {
      return String.format(Locale.ROOT, "x %.2f, %s", times, held(times <= atMost));
    }
  }

  /// With two threads at least so many times as fast as with one.
  record Scaling(String contender, double atLeast) implements Limit {
    @Override
    public String verdict(List<Measurement> all) {
      double gain = with(all, contender, "1").times(with(all, contender, "2"));
      return String.format(
          Locale.ROOT,
          "Limit: %s with 2 threads at least %.1f times as fast as with 1: %.2f, %s.",
          contender,
          atLeast,
          gain,
          held(gain >= atLeast));
    }

    private static Measurement with(List<Measurement> all, String contender, String threads) {
      return all.stream()
          .filter(m -> m.contender().equals(contender))
          .filter(m -> threads.equals(m.parameters().get(Measurement.THREADS)))
          .findFirst()
          .orElseThrow();
    }
  }

  /// The first contender under the same parameters.
  static Measurement floor(List<Measurement> all, Measurement of) {
    return all.stream()
        .filter(m -> m.parameters().equals(of.parameters()))
        .findFirst()
        .orElseThrow();
  }

  private static String held(boolean holds) {
    return holds ? "held" : "NOT held";
  }
}
