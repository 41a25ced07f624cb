package dev.snapseal.tools;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The README's examples print what they say, or begin so if only their first lines are shown; of
/// one whose output goes to a file, what it says besides. Those that go on in another pipe are left
/// out.
final class ReadmeIT {
  private static final Pattern CONSOLE =
      Pattern.compile(
          "```console\n\\$ \\./snapseal ([^\n|>]+?)(?: \\| head -n (\\d+)|( > \\S+))?\n(.*?)```",
          Pattern.DOTALL);

  /// No two runs take the same.
  private static final Pattern SECONDS = Pattern.compile("\\d+\\.?\\d* s\\b");

  /// One command and what stands below it.
  ///
  /// @param lines of what it prints that are shown
  /// @param isRedirected whether what it prints goes to a file
  record Example(List<String> arguments, long lines, boolean isRedirected, String printed) {
    @Override
    public String toString() {
      return String.join(" ", arguments);
    }
  }

  static Stream<Example> examples() throws IOException {
    return CONSOLE.matcher(readme()).results().map(ReadmeIT::example);
  }

  private static Example example(MatchResult block) {
    long lines = block.group(2) == null ? Long.MAX_VALUE : Long.parseLong(block.group(2));
    return new Example(
        Arrays.asList(block.group(1).split(" ")), lines, block.group(3) != null, block.group(4));
  }

  /// The text, with commands of several lines on one.
  private static String readme() throws IOException {
    return Files.readString(Path.of("..", "README.md")).replaceAll("\\\\\n +", "");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExamplePrintsWhatStandsBelowIt(Example example) {
    ProgramRun run =
        ProgramRun.of(example.arguments().stream().map(ReadmeIT::fromTheModule).toArray());
    String seen = example.isRedirected() ? run.err() : run.out();
    String shown = seen.lines().limit(example.lines()).map(line -> line + "\n").collect(joining());
    assertEquals(timeless(example.printed()), timeless(shown.replace("../testdata/", "testdata/")));
    assertEquals("", example.isRedirected() ? "" : run.err());
  }

  private static String timeless(String text) {
    return SECONDS.matcher(text).replaceAll("N s");
  }

  /// The README is read at the top of the repository; a test runs in its module.
  private static String fromTheModule(String argument) {
    boolean isInside = argument.startsWith("testdata/") || argument.equals(".peers");
    return isInside ? "../" + argument : argument;
  }

  @Test
  void itShowsExamplesInUnderTwoHundredLines() throws IOException {
    assertEquals(5, examples().count());
    assertTrue(Files.readAllLines(Path.of("..", "README.md")).size() < 200);
  }
}
