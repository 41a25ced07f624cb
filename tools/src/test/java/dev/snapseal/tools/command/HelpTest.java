package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {
  private static final int COLUMNS = 80;

  @TempDir Path folder;

  static Stream<String> commands() {
    return line().getSubcommands().keySet().stream();
  }

  @Test
  void theCommandsComeInTheOrderOfTheirUse() {
    assertEquals(
        List.of(
            "audit",
            "info",
            "keys",
            "needs",
            "get",
            "history",
            "export",
            "diff",
            "check",
            "sweep",
            "encrypt",
            "decrypt",
            "rekey",
            "compact",
            "salvage",
            "seal",
            "open",
            "capture",
            "drill",
            "case",
            "rules",
            "completion",
            "help"),
        commands().toList());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsOnAScreenAndEndsInExamples(String command) {
    ProgramRun run = ProgramRun.of(command, "--help");
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("Usage: snapseal " + command), run.out());
    assertTrue(run.out().contains("\nExamples:\n  "), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= COLUMNS), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"add", "timeline", "exposed", "report"})
  void helpOfAnActionOnACaseNamesTheCaseFirst(String action) {
    ProgramRun run = ProgramRun.of("case", action, "--help");
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("Usage: snapseal case DIR " + action), run.out());
    assertTrue(run.out().contains("\nExamples:\n  "), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() < COLUMNS), run.out());
  }

  /// Wrapped examples cannot be pasted.
  @ParameterizedTest
  @MethodSource("commands")
  void examplesStandOnOneLineEach(String command) {
    for (String line :
        line().getSubcommands().get(command).getCommandSpec().usageMessage().footer()) {
      assertTrue(line.length() < COLUMNS, line);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionIsDescribed(String command) {
    line()
        .getSubcommands()
        .get(command)
        .getCommandSpec()
        .options()
        .forEach(option -> assertFalse(String.join("", option.description()).isBlank()));
  }

  @Test
  void theListOfCommandsHasALineEach() {
    List<String> lines = ProgramRun.of("--help").out().lines().toList();
    int start = lines.indexOf("Commands:");
    assertEquals(commands().count(), lines.size() - start - 1);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void manFindsNothingToWarnOf(String command) throws Exception {
    assumeTrue(isThere("man"), "man is not installed");
    Path page = folder.resolve(command + ".1");
    Files.writeString(page, ProgramRun.of("help", "--man", command).out());
    Process man =
        new ProcessBuilder("man", "--warnings", "-l", page.toString())
            .redirectErrorStream(true)
            .start();
    String shown = new String(man.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, man.waitFor());
    assertTrue(shown.contains("NAME") && shown.contains("EXAMPLES"), shown);
    assertFalse(shown.contains("warning"), shown);
  }

  @Test
  void theManualPageIsInRoff() {
    String page = ProgramRun.of("help", "--man").out();
    assertTrue(page.startsWith(".TH \"SNAPSEAL\" \"1\""), page);
    assertTrue(page.contains(".SH \"SEE ALSO\"\nsnapseal\\-audit(1)"), page);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapseal ke|keys",
        "snapseal get --rev|--reveal --revision",
        "snapseal audit --sc|--scope"
      })
  void bashCompletes(String typedAndOffered) throws Exception {
    assumeTrue(isThere("bash"), "bash is not installed");
    String[] parts = typedAndOffered.split("\\|", -1);
    int last = parts[0].split(" ", -1).length - 1;
    Path script = folder.resolve("completion");
    Files.writeString(script, ProgramRun.of("completion").out());
    String ask =
        "source \"$1\"; complete -p snapseal >&2 || exit 9; compopt() { :; };"
            + " COMP_WORDS=(%s); COMP_CWORD=%d; _complete_snapseal; echo \"${COMPREPLY[@]}\""
                .formatted(parts[0], last);
    Process bash = new ProcessBuilder("bash", "-c", ask, "bash", script.toString()).start();
    String offered = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, bash.waitFor());
    assertEquals(
        Stream.of(parts[1].split(" ", -1)).sorted().toList(),
        Stream.of(offered.strip().split(" ", -1)).sorted().toList());
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static CommandLine line() {
    PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, UTF_8);
    return SnapsealCommand.commandLine(
        new CommandIo(
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            OutputStream.nullOutputStream(),
            Terminal.NONE));
  }
}
