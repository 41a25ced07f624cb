package dev.snapseal.tools.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that does not outlive this one, however this one ends.
///
/// A shell stands between: it holds one end of a pipe whose other end is this process, and kills
/// the program when the pipe ends, which happens even after `kill -9`. Its exit code is the
/// program's. Ctrl-C, which the terminal sends to all of them, it leaves to this process.
final class WatchedProcess implements AutoCloseable {
  /// `$1` is the log; the program and its arguments follow. A job in the background has no standard
  /// input of its own, so the pipe is kept as descriptor 3 for the watcher alone.
  private static final String SHELL =
      """
      trap '' INT TERM HUP
      log=$1; shift
      exec 3<&0
      "$@" </dev/null >"$log" 2>&1 3<&- &
      program=$!
      { read -r _ <&3; kill -KILL "$program"; } 2>/dev/null &
      watcher=$!
      exec 3<&-
      wait "$program"; code=$?
      kill -KILL "$watcher" 2>/dev/null
      exit "$code"
      """;

  private static final Duration TIME_TO_DIE = Duration.ofSeconds(10);

  private final Process shell;

  private WatchedProcess(Process shell) {
    this.shell = shell;
  }

  /// Starts a program in an environment without etcd's variables, which would be settings.
  ///
  /// @param folder to run in
  /// @param log where its output goes, both streams
  static WatchedProcess start(Path folder, Path log, List<String> command) throws IOException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "sh", log.toString()));
    words.addAll(command);
    return new WatchedProcess(builder(folder, words).start());
  }

  /// Starts a shell that removes a folder once this process is gone.
  static WatchedProcess removing(Path folder, Path runIn) throws IOException {
    String script =
        """
        trap '' INT TERM HUP
        read -r _
        for _ in 1 2 3 4 5 6 7 8 9 10; do
          rm -rf -- "$1" 2>/dev/null && exit
          sleep 0.2
        done
        """;
    return new WatchedProcess(
        builder(runIn, List.of("/bin/sh", "-c", script, "sh", folder.toString())).start());
  }

  private static ProcessBuilder builder(Path folder, List<String> words) {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("ETCD"));
    environment.put("ETCDCTL_API", "3"); // etcdctl 3.3 and some distributions' wrappers ask for it
    return builder;
  }

  boolean isAlive() {
    return shell.isAlive();
  }

  /// Waits for its end.
  ///
  /// @return whether it ended in that time
  boolean await(Duration longest) throws InterruptedException {
    return shell.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return shell.exitValue();
  }

  /// Ends the pipe, and so the program; returns when both are gone.
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
    } catch (IOException _) {
      // It is gone already.
    }
    boolean interrupted = false;
    boolean ended = false;
    long end = System.nanoTime() + TIME_TO_DIE.toNanos();
    while (!ended && System.nanoTime() - end < 0) {
      try {
        ended = shell.waitFor(TIME_TO_DIE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
