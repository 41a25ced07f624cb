package dev.snapseal.testdata.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StoredObjectTest {

  @Test
  void aSecretBeginsAndEndsAsTheApiServerWritesIt() {
    byte[] stored = StoredObject.secret("prod", "db").data("password", "x").toBytes();
    String hex = HexFormat.of().formatHex(stored);
    assertTrue(hex.startsWith("6b387300" + "0a0c" + "0a027631" + "1206536563726574" + "12"));
    assertTrue(
        hex.endsWith(
            "12"
                + "0d"
                + "0a08"
                + "70617373776f7264"
                + "1201"
                + "78"
                + "1a06"
                + "4f7061717565"
                + "1a002200"));
  }

  @Test
  void theKeyNamesResourceNamespaceAndName() {
    assertEquals("/registry/secrets/prod/db", StoredObject.secret("prod", "db").etcdKey());
    assertEquals("/registry/configmaps/a/b", StoredObject.configMap("a", "b").etcdKey());
  }
}
