package dev.snapseal.tools.report;

import dev.snapseal.snapshot.FileRegion;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The regions of a file, the same in every report.
final class RegionJson {
  private RegionJson() {}

  /// The elements of an array that has been begun.
  static void write(JsonGenerator json, List<FileRegion> regions) {
    for (FileRegion region : regions) {
      json.writeStartObject();
      json.writeStringProperty("region", region.kind().jsonName());
      json.writeNumberProperty("bytes", region.bytes());
      json.writeEndObject();
    }
  }
}
