package dev.snapseal.tools.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// One run of `drill` in a folder of its own, which must be empty again afterwards.
record Drill(ProgramRun run, JsonNode json) {
  /// Runs it, and makes sure that it leaves nothing.
  ///
  /// @param folder for the drill to work in
  static Drill of(Path folder, Path file, Object... more) throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    List<Object> args = new ArrayList<>(List.of("drill", file, "-o", "json", "--work-dir", work));
    Collections.addAll(args, more);
    ProgramRun run = ProgramRun.of(args.toArray());
    assertNothingIn(work);
    assertTrue(run.code() <= 1 || run.code() == 3, run::err);
    return new Drill(run, run.json());
  }

  static void assertNothingIn(Path work) throws IOException {
    try (var left = Files.list(work)) {
      assertEquals(List.of(), left.toList());
    }
    assertEquals(List.of(), processesIn(work));
  }

  /// Command lines of running programs that name a folder.
  static List<String> processesIn(Path work) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(work.toString() + "/"))
        .toList();
  }

  /// The same without the shells that watch over them.
  static List<String> programsIn(Path work) {
    return processesIn(work).stream().filter(line -> !line.contains("trap ''")).toList();
  }

  long keysCompared() {
    return json.get("keysCompared").asLong();
  }

  /// Such as `trailer ok, structure failed`.
  String steps() {
    return String.join(
        ", ",
        StreamSupport.stream(json.get("steps").spliterator(), false)
            .map(step -> step.get("name").asString() + " " + outcome(step))
            .toList());
  }

  private static String outcome(JsonNode step) {
    if (step.get("skipped").asBoolean()) {
      return "skipped";
    }
    return step.get("ok").asBoolean() ? "ok" : "failed";
  }

  /// The first step that failed.
  Optional<JsonNode> failure() {
    return StreamSupport.stream(json.get("steps").spliterator(), false)
        .filter(step -> outcome(step).equals("failed"))
        .findFirst();
  }

  void assertPassed(String... steps) {
    assertEquals(0, run.code(), run::out);
    assertTrue(json.get("passed").asBoolean(), run::out);
    assertEquals(String.join(", ", Arrays.stream(steps).map(s -> s + " ok").toList()), steps());
  }

  /// Asserts that all is well but for the keys, and what it says is to be done.
  void assertPassedWithoutKeys(String remedy) {
    assertEquals(3, run.code(), run::out);
    assertEquals("passed-without-keys", json.get("verdict").asString());
    assertFalse(json.get("passed").asBoolean(), run::out);
    assertEquals(
        "trailer ok, structure ok, schema ok, keys skipped, restore ok, start ok, compare ok",
        steps());
    String remedies = json.get("steps").get(3).get("remedies").toString();
    assertTrue(remedies.contains(remedy), remedies);
  }

  /// Asserts that a step was the first to fail, and what it says is to be done.
  void assertFailed(String step, String detail, String remedy) {
    assertEquals(1, run.code(), run::out);
    JsonNode failed = failure().orElseThrow(() -> new AssertionError(run.out()));
    assertEquals(step, failed.get("name").asString(), run::out);
    String said = failed.get("detail").asString();
    assertTrue(said.contains(detail), said);
    String remedies = failed.get("remedies").toString();
    assertTrue(remedies.contains(remedy), remedies);
  }
}
