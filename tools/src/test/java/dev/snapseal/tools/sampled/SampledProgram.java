package dev.snapseal.tools.sampled;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.tools.Main;
import dev.snapseal.tools.ProgramRun;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/// Snapseal in processes of its own, all that they could have written being searched for a canary
/// all the while.
///
/// They work in a folder of their own and have their temporary files in another; what they print
/// goes to pipes. `-Dsnapseal.sampledFlags=-Xmx64m` gives the JVM other flags.
public final class SampledProgram {
  /// Those of the launcher that matter here.
  private static final List<String> FLAGS =
      List.of(
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-XX:MaxInlineLevel=3",
          "-XX:FreqInlineSize=60",
          "-XX:InlineSmallCode=500",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final List<String> MORE_FLAGS =
      Pattern.compile(" ")
          .splitAsStream(System.getProperty("snapseal.sampledFlags", ""))
          .filter(flag -> !flag.isEmpty())
          .toList();

  private final Path sampled;
  private final Canary canary;

  /// @param sampled is made; what is in it is searched
  public SampledProgram(Path sampled, Canary canary) throws IOException {
    this.sampled = sampled;
    this.canary = canary;
    Files.createDirectories(out());
    Files.createDirectories(temporary());
  }

  /// Where it works, and may leave files.
  public Path out() {
    return sampled.resolve("out");
  }

  /// Its folder for temporary files.
  public Path temporary() {
    return sampled.resolve("tmp");
  }

  /// One run.
  ///
  /// @param program its exit code, as a shell has it, and what it printed
  public record Outcome(ProgramRun program, Seen seen, double seconds) {
    public int code() {
      return program.code();
    }

    /// For assertions.
    public String err() {
      return this + System.lineSeparator() + program.err();
    }

    @Override
    public String toString() {
      return "exit code %d in %.1f s, %s".formatted(code(), seconds, seen);
    }
  }

  /// Runs a command to its end.
  ///
  /// @param args texts or paths
  public Outcome run(Object... args) throws Exception {
    try (Running running = start(args)) {
      return running.await();
    }
  }

  /// Starts a command.
  public Running start(Object... args) throws IOException {
    // A shell starts what runs in the background with SIGINT ignored.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(MORE_FLAGS);
    command.add("-Djava.io.tmpdir=" + temporary());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    Arrays.stream(args).map(String::valueOf).forEach(command::add);
    Process process =
        new ProcessBuilder(command)
            .directory(out().toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    return new Running(process, DiskSampler.start(sampled, canary, process.pid()));
  }

  /// A run that has not ended; killed when it is closed.
  public static final class Running implements AutoCloseable {
    private final Process process;
    private final DiskSampler sampler;
    private final long start = System.nanoTime();
    private final CompletableFuture<String> out;
    private final CompletableFuture<String> err;

    private Running(Process process, DiskSampler sampler) {
      this.process = process;
      this.sampler = sampler;
      this.out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
      this.err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    }

    private static String text(InputStream stream) {
      try (stream) {
        return new String(stream.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public boolean isAlive() {
      return process.isAlive();
    }

    /// Such as `TERM`.
    public void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    public Outcome await() throws IOException, InterruptedException, ExecutionException {
      int code = process.waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      Seen seen = sampler.end();
      return new Outcome(new ProgramRun(code, out.get(), err.get()), seen, seconds);
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
      sampler.close();
    }
  }
}
