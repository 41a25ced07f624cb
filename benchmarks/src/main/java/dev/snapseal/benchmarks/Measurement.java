package dev.snapseal.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One line of JMH's results.
///
/// @param benchmark class and method, without the package
/// @param contender who did it
/// @param parameters the others, in their order
/// @param score of the counter a second, or calls a second if there is no counter
/// @param error half of JMH's 99.9 % confidence interval; NaN if it took too few samples
/// @param counter `bytes` or `values`
record Measurement(
    String benchmark,
    String contender,
    Map<String, String> parameters,
    double score,
    double error,
    String counter) {
  static final String THREADS = "threads";

  private static final String CONTENDER = "contender";

  static Measurement of(JsonNode result) {
    String[] name = result.path("benchmark").asString().split("\\.", -1);
    Map<String, String> parameters = new LinkedHashMap<>();
    result
        .path("params")
        .properties()
        .forEach(e -> parameters.put(e.getKey(), e.getValue().asString()));
    String contender = Optional.ofNullable(parameters.remove(CONTENDER)).orElse("");
    var secondary = result.path("secondaryMetrics").properties().stream().findFirst();
    JsonNode metric = secondary.map(Map.Entry::getValue).orElse(result.path("primaryMetric"));
    return new Measurement(
        name[name.length - 2] + "." + name[name.length - 1],
        contender,
        parameters,
        metric.path("score").asDouble(),
        number(metric.path("scoreError")),
        secondary.map(Map.Entry::getKey).orElse("calls"));
  }

  /// JMH writes "NaN" as a text.
  private static double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  /// How many times as long as `floor` this takes.
  double times(Measurement floor) {
    return floor.score / score;
  }

  /// The parameters' values, as a heading.
  String setting() {
    return String.join(", ", parameters.values());
  }

  /// Name of the class alone.
  String benchmarkClass() {
    return benchmark.substring(0, benchmark.indexOf('.'));
  }
}
