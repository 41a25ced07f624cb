package dev.snapseal.testdata.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginArgumentsTest {
  @Test
  void bothSocketsOfAClusterAreNamed() {
    assertEquals(
        new PluginArguments(Path.of("kek"), List.of(Path.of("a")), List.of(Path.of("b"))),
        PluginArguments.parse("--kek", "kek", "--v2", "b", "--v1", "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--kek", "--kek k", "--v1 a", "--kek k --kek l --v1 a", "--key k --v1 a"})
  void anythingElseIsAWrongArgument(String line) {
    assertThrows(IllegalArgumentException.class, () -> PluginArguments.parse(line.split(" ", -1)));
  }
}
