package dev.snapseal.testdata;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The arguments of [LargeSnapshot#main].
record LargeSnapshotArguments(LargeSnapshot snapshot, Path output, Path configOutput) {
  private static final List<String> NAMES =
      List.of("--values", "--bytes", "--output", "--config-output", "--seed");

  /// Reads names and values in any order.
  ///
  /// @throws IllegalArgumentException when one is missing, unknown or no number
  static LargeSnapshotArguments parse(String[] args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!NAMES.contains(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException("unexpected argument " + args[i]);
      }
      given.put(args[i], args[i + 1]);
    }
    LargeSnapshot snapshot =
        new LargeSnapshot(
            Integer.parseInt(required(given, "--values")),
            bytes(required(given, "--bytes")),
            Long.parseLong(given.getOrDefault("--seed", "1")));
    return new LargeSnapshotArguments(
        snapshot,
        Path.of(required(given, "--output")),
        Path.of(required(given, "--config-output")));
  }

  private static String required(Map<String, String> given, String name) {
    return Optional.ofNullable(given.get(name))
        .orElseThrow(() -> new IllegalArgumentException("missing argument " + name));
  }

  private static long bytes(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, Integer> unit : Map.of("kib", 10, "mib", 20, "gib", 30).entrySet()) {
      if (lower.endsWith(unit.getKey())) {
        return Long.parseLong(lower.substring(0, lower.length() - 3)) << unit.getValue();
      }
    }
    return Long.parseLong(text);
  }
}
