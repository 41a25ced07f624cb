package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KmsOverridesTest {
  @Test
  void aNamedSocketReplacesTheConfigurationsAndOthersStay() {
    var overrides = KmsOverrides.parse(List.of("plug2=unix:///tmp/a=b.sock"));
    assertEquals("unix:///tmp/a=b.sock", overrides.endpoint("plug2", "unix:///run/2"));
    assertEquals("unix:///run/1", overrides.endpoint("plug1", "unix:///run/1"));
  }

  @Test
  void aNameMayHoldAnEqualsSign() {
    var overrides = KmsOverrides.parse(List.of("a=b=unix:///tmp/s"));
    assertEquals("unix:///tmp/s", overrides.endpoint("a=b", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plug", "plug=", "plug=/tmp/s", "=unix:///tmp/s", "unix:///tmp/s"})
  void anotherFormIsAWrongArgument(String value) {
    assertThrows(
        IllegalArgumentException.class, () -> KmsOverrides.parse(List.of("ok=unix:///s", value)));
  }

  @Test
  void oneNameTwiceIsAWrongArgument() {
    assertThrows(
        IllegalArgumentException.class,
        () -> KmsOverrides.parse(List.of("a=unix:///1", "a=unix:///2")));
  }
}
