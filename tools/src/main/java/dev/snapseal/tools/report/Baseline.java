package dev.snapseal.tools.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The findings of an earlier report, by fingerprint; also those that its own baseline had, so that
/// each report can be the next one's.
public final class Baseline {
  private static final int MAX_FINGERPRINTS = 1_000_000;

  private Baseline() {}

  /// Reads every `fingerprint` of a JSON report.
  ///
  /// @throws IOException if the file cannot be read or is no such report
  public static Set<String> read(Path report) throws IOException {
    Set<String> fingerprints = new HashSet<>();
    boolean isReport = false;
    try (var in = Files.newInputStream(report);
        JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "fingerprint".equals(json.currentName())) {
          fingerprints.add(json.getString());
        } else if (token == JsonToken.VALUE_STRING && "schema".equals(json.currentName())) {
          isReport |= json.getString().startsWith("snapseal.audit/");
        }
        if (fingerprints.size() > MAX_FINGERPRINTS) {
          throw new IOException("[" + report + "] has more than a million findings");
        }
      }
    } catch (JacksonException e) {
      throw new IOException("[" + report + "] is no JSON report of snapseal audit", e);
    }
    if (!isReport) {
      throw new IOException("[" + report + "] is no JSON report of snapseal audit");
    }
    return fingerprints;
  }
}
