package dev.snapseal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes Markdown of JMH's JSON: a table for each benchmark, its contenders below one another and
/// its parameter's values side by side.
public final class ResultTables {
  private static final double MILLION = 1e6;

  private final JsonNode results;

  ResultTables(String json) {
    this.results = JsonMapper.shared().readTree(json);
  }

  /// Prints the tables.
  ///
  /// @param args the file that JMH wrote
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: ResultTables FILE");
      System.exit(2);
      return;
    }
    System.out.print(new ResultTables(Files.readString(Path.of(args[0]))).markdown());
  }

  String markdown() {
    Map<String, List<Measurement>> benchmarks = new LinkedHashMap<>();
    Map<String, String> efforts = new LinkedHashMap<>();
    for (JsonNode result : results) {
      Measurement measurement = Measurement.of(result);
      benchmarks.computeIfAbsent(measurement.benchmark(), _ -> new ArrayList<>()).add(measurement);
      efforts.putIfAbsent(measurement.benchmark(), effort(result));
    }
    if (benchmarks.isEmpty()) {
      throw new IllegalArgumentException("no benchmark ran to its end");
    }
    return howMeasured(results.get(0))
        + benchmarks.entrySet().stream()
            .map(e -> section(e.getValue(), efforts.get(e.getKey())))
            .collect(Collectors.joining());
  }

  private static String howMeasured(JsonNode first) {
    return String.format(
        Locale.ROOT,
        """
        JMH %s, %s %s; JVM options: `%s`.
        """,
        first.path("jmhVersion").asString(),
        first.path("vmName").asString(),
        first.path("vmVersion").asString(),
        first
            .path("jvmArgs")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.joining(" ")));
  }

  private static String effort(JsonNode result) {
    return String.format(
        Locale.ROOT,
        "Forks: %d; iterations of each: %d of %s after %d of %s to warm up.",
        result.path("forks").asInt(),
        result.path("measurementIterations").asInt(),
        result.path("measurementTime").asString(),
        result.path("warmupIterations").asInt(),
        result.path("warmupTime").asString());
  }

  private static String section(List<Measurement> all, String effort) {
    Measurement first = all.getFirst();
    List<String> settings = all.stream().map(Measurement::setting).distinct().toList();
    List<String> contenders = all.stream().map(Measurement::contender).distinct().toList();
    StringBuilder text = new StringBuilder("\n## " + first.benchmark() + "\n\n");
    text.append(effort).append("\n\n");
    row(text, unit(first), settings.stream().map(setting -> heading(first, setting)).toList());
    String[] lines = new String[settings.size()];
    Arrays.fill(lines, "--:");
    text.append("|---|").append(String.join("|", lines)).append("|\n");
    for (String contender : contenders) {
      row(
          text,
          "`" + contender + "`",
          settings.stream().map(setting -> cell(all, contender, setting)).toList());
    }
    Optional.ofNullable(Limit.ALL.get(first.benchmarkClass()))
        .ifPresent(limit -> text.append('\n').append(limit.verdict(all)).append('\n'));
    return text.toString();
  }

  private static void row(StringBuilder text, String first, List<String> cells) {
    text.append("| ").append(first).append(" | ");
    text.append(String.join(" | ", cells)).append(" |\n");
  }

  private static String unit(Measurement measurement) {
    return switch (measurement.counter()) {
      case "bytes" -> "MB/s";
      case "values" -> "million values/s";
      default -> "million calls/s";
    };
  }

  private static String heading(Measurement first, String setting) {
    return setting.isEmpty()
        ? "all"
        : String.join(", ", first.parameters().keySet()) + " " + setting;
  }

  private static String cell(List<Measurement> all, String contender, String setting) {
    return all.stream()
        .filter(m -> m.contender().equals(contender) && m.setting().equals(setting))
        .findFirst()
        .map(m -> cell(all, m))
        .orElse("");
  }

  /// Speed, its error, and the time it takes in times of the floor's.
  private static String cell(List<Measurement> all, Measurement measurement) {
    String speed = number(measurement.score() / MILLION);
    String error =
        Double.isNaN(measurement.error())
            ? ""
            : String.format(
                Locale.ROOT, " ± %.0f %%", 100 * measurement.error() / measurement.score());
    double times = measurement.times(Limit.floor(all, measurement));
    return speed + error + String.format(Locale.ROOT, ", x %.2f", times) + gain(all, measurement);
  }

  private static String number(double millions) {
    return String.format(Locale.ROOT, millions < 100 ? "%.1f" : "%.0f", millions);
  }

  /// How many times as fast as one thread.
  private static String gain(List<Measurement> all, Measurement measurement) {
    return all.stream()
        .filter(m -> m.contender().equals(measurement.contender()))
        .filter(m -> "1".equals(m.parameters().get(Measurement.THREADS)) && !m.equals(measurement))
        .findFirst()
        .map(one -> String.format(Locale.ROOT, ", %.2f of 1 thread", one.times(measurement)))
        .orElse("");
  }
}
