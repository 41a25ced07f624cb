package dev.snapseal.snapshot;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One of the real programs that read the same files.
///
/// @param program its file
public record Peer(Path program) {
  private static final int LONGEST_SECONDS = 5;

  /// What a program printed, standard error included, and how it ended; absent if it had to be
  /// stopped.
  public record Answer(Optional<Integer> code, String output) {
    public boolean isAccepted() {
      return code.equals(Optional.of(0));
    }
  }

  /// The program of that name in the folder `snapseal.peers` or on the PATH.
  ///
  /// @throws IllegalStateException if there is none
  public static Peer named(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalStateException("there is no " + name + ": run .ci/peers"));
  }

  /// As [#named], but empty if there is none.
  public static Optional<Peer> find(String name) {
    String peers = System.getProperty("snapseal.peers", "");
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(peers), Arrays.stream(path.split(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Peer::new);
  }

  /// Runs the program in `folder` and waits for its end, at most five seconds.
  ///
  /// @param folder also takes the output, in a file that is deleted again
  public Answer run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "peer", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.start();
    boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    Optional<Integer> code = ended ? Optional.of(process.exitValue()) : Optional.empty();
    Answer answer = new Answer(code, firstPart(output));
    Files.delete(output);
    return answer;
  }

  private static String firstPart(Path output) throws IOException {
    try (var in = Files.newInputStream(output)) {
      return new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
    }
  }
}
