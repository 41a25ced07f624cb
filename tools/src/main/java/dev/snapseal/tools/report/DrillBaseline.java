package dev.snapseal.tools.report;

import dev.snapseal.tools.drill.DrillCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads what an earlier drill counted from its JSON report.
public final class DrillBaseline {
  private static final int MAX_PREFIXES = 20_000;

  private final Path file;
  private final JsonParser json;
  private final Map<String, Long> byPrefix = new HashMap<>();
  private long revision;
  private long keys;
  private long leases;
  private boolean isDrill;
  private boolean hasCounts;

  private DrillBaseline(Path file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /// Reads a report.
  ///
  /// @throws IOException if the file cannot be read, is no report of a drill, or is one of a drill
  ///   that compared nothing
  public static DrillCounts read(Path report) throws IOException {
    try (var in = Files.newInputStream(report);
        JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      return new DrillBaseline(report, json).read();
    } catch (JacksonException e) {
      throw new IOException("[" + report + "] is no JSON report of snapseal drill", e);
    }
  }

  private DrillCounts read() throws IOException {
    int depth = 0;
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token == JsonToken.VALUE_STRING && depth == 1 && "schema".equals(json.currentName())) {
        isDrill = json.getString().equals(DrillJson.SCHEMA);
      } else if (token == JsonToken.START_OBJECT
          && depth == 1
          && "counts".equals(json.currentName())) {
        readCounts();
        hasCounts = true;
      } else {
        depth += change(token);
      }
    }
    if (!isDrill) {
      throw new IOException("[" + file + "] is no JSON report of snapseal drill");
    }
    if (!hasCounts) {
      throw new IOException("[" + file + "] is of a drill that failed before it counted anything");
    }
    return new DrillCounts(revision, keys, leases, byPrefix);
  }

  private static int change(JsonToken token) {
    if (token.isStructStart()) {
      return 1;
    }
    return token.isStructEnd() ? -1 : 0;
  }

  /// Up to the end of the object that has just begun.
  private void readCounts() throws IOException {
    String prefix = "";
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == null) {
        return;
      }
      depth += change(token);
      if (token == JsonToken.VALUE_STRING) {
        prefix = json.getString();
      } else if (token == JsonToken.VALUE_NUMBER_INT) {
        take(json.currentName(), depth, prefix);
      }
    }
  }

  private void take(String name, int depth, String prefix) throws IOException {
    long number = json.getLongValue();
    if (depth == 1) {
      switch (name) {
        case "revision" -> revision = number;
        case "keys" -> keys = number;
        case "leases" -> leases = number;
        default -> {
          // Later versions may say more.
        }
      }
    } else if ("keys".equals(name)) {
      if (byPrefix.size() >= MAX_PREFIXES) {
        throw new IOException("[" + file + "] has more than " + MAX_PREFIXES + " prefixes");
      }
      byPrefix.put(prefix, number);
    }
  }
}
