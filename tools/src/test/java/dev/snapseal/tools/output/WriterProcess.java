package dev.snapseal.tools.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A [WriterMain] in a process of its own; killed when it is closed.
final class WriterProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private WriterProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  static WriterProcess start(Path target, int chunks, String task) throws IOException {
    return start(List.of(), target, chunks, task);
  }

  /// @param starter a command that starts the command behind it
  static WriterProcess start(List<String> starter, Path target, int chunks, String task)
      throws IOException {
    List<String> command = new ArrayList<>(starter);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx64m",
            "-cp",
            Stream.of(OutputFile.class, WriterMain.class)
                .map(WriterProcess::classes)
                .collect(Collectors.joining(File.pathSeparator)),
            WriterMain.class.getName(),
            target.toString(),
            Integer.toString(chunks),
            task));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    return new WriterProcess(
        builder.redirectErrorStream(true).redirectInput(new File("/dev/null")).start());
  }

  private static String classes(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until the first part file is there.
  WriterProcess awaitPart() throws IOException {
    String line = output.readLine();
    if (!"writing".equals(line)) {
      throw new IllegalStateException("it said: " + line);
    }
    return this;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /// What it printed since.
  List<String> lines() throws IOException {
    return output.lines().toList();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it did not end within 20 s");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
