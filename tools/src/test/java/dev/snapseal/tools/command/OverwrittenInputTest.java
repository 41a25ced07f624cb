package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// No command writes, with `--force`, over a file that it was told to read.
final class OverwrittenInputTest {
  private static final Set<String> MADE = Set.of("OUT", "FILE.html", "FILE.json", "DIR");
  private static final String RECIPIENT =
      "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

  @TempDir private Path folder;
  private Backups backups;

  @BeforeEach
  void writeInputs() throws IOException {
    backups = new Backups(folder);
    backups.write("db", Backups.etcd().put("/registry/a", new byte[] {1}));
    for (String name : List.of("pw", "k", "token", "pem")) {
      backups.write(name, "hunter2\n");
    }
    backups.write("rec", RECIPIENT + "\n");
    backups.write("c.html", Backups.config("aescbc", "one", Backups.KEY_ONE));
  }

  /// Every option with a file of every command that replaces one.
  static Stream<Arguments> read() {
    return line().getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> made(spec).isPresent())
        .flatMap(
            spec ->
                Stream.concat(spec.options().stream(), spec.positionalParameters().stream())
                    .filter(arg -> arg.paramLabel().contains("FILE"))
                    .filter(arg -> !MADE.contains(arg.paramLabel()))
                    .map(arg -> Arguments.of(spec.name(), name(arg))));
  }

  @ParameterizedTest
  @MethodSource("read")
  void everyFileThatACommandNamesIsAnInput(String command, String name) {
    CommandSpec spec = line().getSubcommands().get(command).getCommandSpec();
    ArgSpec arg =
        Stream.concat(spec.options().stream(), spec.positionalParameters().stream())
            .filter(each -> name(each).equals(name))
            .findFirst()
            .orElseThrow();
    Path file = folder.resolve("k");
    if (arg.type().equals(List.class)) {
      arg.setValue(List.of("-", file.toString()));
    } else if (arg.type().equals(Path.class)) {
      arg.setValue(file);
    } else {
      arg.setValue(file.toString());
    }
    assertEquals(List.of(file), InputPaths.of(spec, made(spec).orElseThrow()));
  }

  @Test
  void thereAreSuchOptions() {
    List<String> all = read().map(each -> Arrays.toString(each.get())).toList();
    assertTrue(
        all.containsAll(
            List.of("[open, --identity]", "[seal, --passphrase-file]", "[capture, --key]")),
        all.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seal db --passphrase-file pw --output pw",
        "seal db -R rec --output rec",
        "seal db -R rec --output db",
        "compact db -i rec --passphrase-file pw --output pw",
        "decrypt db --config c.html --output c.html",
        "capture 127.0.0.1:1 --user root --password-file pw --output pw",
        "capture 127.0.0.1:1 --cacert pem --output pem",
        "capture 127.0.0.1:1 -R rec --output rec",
        "capture 127.0.0.1:1 --token-file token --output token",
        "drill db --config c.html --report c.html",
        "drill db --baseline c.html --report c.html",
        "audit db --baseline c.html --report c.html"
      })
  void anInputIsNotReplaced(String words) throws IOException {
    String output = words.substring(words.lastIndexOf(' ') + 1);
    byte[] before = Files.readAllBytes(folder.resolve(output));
    Backups.Run run =
        backups.run(
            Stream.concat(Arrays.stream(words.split(" ", -1)), Stream.of("--force"))
                .toArray(String[]::new));
    assertTrue(run.code() == 6 || run.code() == 2, run.err());
    assertTrue(Arrays.equals(before, Files.readAllBytes(folder.resolve(output))), run.err());
  }

  private static Optional<OptionSpec> made(CommandSpec spec) {
    boolean replaces = spec.findOption("--force") != null;
    return spec.options().stream()
        .filter(option -> replaces && MADE.contains(option.paramLabel()))
        .filter(option -> Set.of("--output", "--report").contains(option.longestName()))
        .findFirst();
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  private static CommandLine line() {
    return SnapsealCommand.commandLine(
        new CommandIo(
            InputStream.nullInputStream(),
            new PrintWriter(OutputStream.nullOutputStream(), false, UTF_8),
            new PrintWriter(OutputStream.nullOutputStream(), false, UTF_8),
            OutputStream.nullOutputStream(),
            Terminal.NONE));
  }
}
