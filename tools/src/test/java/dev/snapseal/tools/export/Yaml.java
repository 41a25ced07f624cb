package dev.snapseal.tools.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads manifests back.
final class Yaml {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Yaml() {}

  static JsonNode read(Path file) throws IOException {
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return MAPPER.readTree(MAPPER.writeValueAsString(loaded));
  }
}
