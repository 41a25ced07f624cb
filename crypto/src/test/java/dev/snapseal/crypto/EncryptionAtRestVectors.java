package dev.snapseal.crypto;

import dev.snapseal.testdata.TestData;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the genuine API-server code returned: 312 stored values and 160 configuration files.
public final class EncryptionAtRestVectors {
  private static final Path FILE = TestData.vectors("encryption-at-rest.json");

  private EncryptionAtRestVectors() {}

  public static JsonNode values() {
    return read("vectors");
  }

  public static JsonNode configurations() {
    return read("configs");
  }

  private static JsonNode read(String field) {
    return new JsonMapper().readTree(FILE.toFile()).get(field);
  }
}
