package dev.snapseal.tools.command;

import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.tools.ProgramRun;
import tools.jackson.databind.JsonNode;

/// Bootstrap records that a script sealed, and stores with them.
final class BootstrapSamples {
  private static final JsonNode RECORDS =
      ProgramRun.parse(TestData.resource("bootstrap/records.json"));

  private BootstrapSamples() {}

  /// The case of this name.
  static JsonNode of(String name) {
    for (JsonNode one : RECORDS.get("cases")) {
      if (one.get("name").asString().equals(name)) {
        return one;
      }
    }
    throw new IllegalArgumentException("no record is called " + name);
  }

  static String token(String name) {
    return of(name).get("token").asString();
  }

  /// The configuration in the records, after a rotation: its first key has a name with colons.
  static String rotated() {
    return RECORDS.get("encryptionConfig").asString();
  }

  /// The one before.
  static String first() {
    return RECORDS.get("firstEncryptionConfig").asString();
  }

  /// The same store with a record in it.
  static EtcdBuilder put(EtcdBuilder etcd, String name) {
    return etcd.put(of(name).get("etcdKey").asString(), of(name).get("value").asString());
  }
}
