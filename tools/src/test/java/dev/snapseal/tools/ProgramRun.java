package dev.snapseal.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One run of the program in this process, and what came of it.
///
/// @param code exit code
/// @param out all of standard output
/// @param err all of standard error
public record ProgramRun(int code, String out, String err) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Runs a command with nothing on standard input; arguments may be texts or paths.
  public static ProgramRun of(Object... args) {
    return reading(new byte[0], args);
  }

  /// Runs a command that finds `input` on standard input.
  public static ProgramRun reading(byte[] input, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            Arrays.stream(args).map(String::valueOf).toArray(String[]::new),
            new ByteArrayInputStream(input),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new ProgramRun(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /// Standard output as a JSON document.
  public JsonNode json() {
    return parse(out);
  }

  /// The JSON document in a text.
  public static JsonNode parse(String text) {
    return JSON.readTree(text);
  }

  /// The JSON document in a file.
  public static JsonNode parse(Path file) {
    return JSON.readTree(file.toFile());
  }
}
