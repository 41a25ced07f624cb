package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.Terminal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What commands print on a terminal of eighty columns.
final class NarrowTerminalTest {
  private static final int COLUMNS = 80;
  private static final Terminal SCREEN = new Terminal(true, true, false, COLUMNS);
  private static final Cluster CLUSTER = TestData.cluster("etcd-3.6");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "audit FILE",
        "audit FILE --config CONFIG",
        "info FILE",
        "keys FILE --config CONFIG",
        "history FILE /registry/masterleases/127.0.0.1 --free",
        "check FILE --config CONFIG",
        "rules",
        "help exit-codes"
      })
  void noLineIsLongerExceptCommandsAndPathsToPaste(String command) {
    List<String> lines = run(SCREEN, command).out().lines().toList();
    assertTrue(lines.size() > 2, lines.toString());
    assertEquals(
        List.of(),
        lines.stream()
            .filter(line -> line.length() > COLUMNS)
            .filter(line -> !line.matches(" {6}(kubectl|snapseal) .*") && !line.startsWith("file "))
            .filter(line -> !line.matches(" *\\S+"))
            .toList());
  }

  @Test
  void nothingIsCutInAPipe() {
    String out = run(Terminal.NONE, "info FILE").out();
    assertTrue(out.contains("\n/registry/apiextensions.k8s.io/customresourcedefinitions/ "), out);
  }

  private Backups.Run run(Terminal terminal, String command) {
    String[] args =
        Arrays.stream(command.split(" ", -1))
            .map(word -> word.equals("FILE") ? CLUSTER.finalDb().toString() : word)
            .map(word -> word.equals("CONFIG") ? CLUSTER.config().toString() : word)
            .toArray(String[]::new);
    return new Backups(folder).runOn(terminal, args);
  }
}
