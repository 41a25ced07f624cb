package dev.snapseal.testdata.damage;

import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The recorded answers of `bbolt check` 1.5.0 to all sound and damaged files.
///
/// The table is made by `record-bbolt-verdicts`: one line a file, three columns with tabs between.
public final class BboltVerdicts {
  static final String TABLE = "damage/bbolt-1.5.0.tsv";

  private BboltVerdicts() {}

  /// All answers by the name of the file.
  public static Map<String, BboltVerdict> recorded() {
    Path table = TestData.resource(TABLE);
    try {
      return Files.readAllLines(table).stream()
          .filter(line -> !line.startsWith("#"))
          .map(BboltVerdicts::parse)
          .collect(Collectors.toMap(BboltVerdict::file, Function.identity()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String line(BboltVerdict verdict) {
    return String.join(
        "\t",
        verdict.file(),
        verdict.outcome().name().toLowerCase(Locale.ROOT),
        verdict.message().replace('\t', ' '));
  }

  private static BboltVerdict parse(String line) {
    List<String> columns = List.of(line.split("\t", 3));
    return new BboltVerdict(
        columns.get(0),
        BboltVerdict.Outcome.valueOf(columns.get(1).toUpperCase(Locale.ROOT)),
        columns.get(2));
  }
}
