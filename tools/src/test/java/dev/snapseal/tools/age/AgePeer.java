package dev.snapseal.tools.age;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The real `age` and `age-keygen`, and a key that they made.
final class AgePeer {
  private static final int SECONDS = 60;

  private final Path folder;
  private final Path identity;
  private final String recipient;

  private AgePeer(Path folder, Path identity, String recipient) {
    this.folder = folder;
    this.identity = identity;
    this.recipient = recipient;
  }

  static AgePeer withNewKey(Path folder) throws Exception {
    Path identity = folder.resolve("key-" + System.nanoTime() + ".txt");
    run(folder, "", "age-keygen", "-o", identity.toString());
    String recipient =
        Files.readAllLines(identity).stream()
            .filter(line -> line.startsWith("# public key: "))
            .map(line -> line.substring("# public key: ".length()))
            .findFirst()
            .orElseThrow();
    return new AgePeer(folder, identity, recipient);
  }

  Path identity() {
    return identity;
  }

  String recipient() {
    return recipient;
  }

  Path sealed(Path plaintext, AgeFile.Form form) throws Exception {
    Path sealed = folder.resolve("by-age-" + System.nanoTime());
    List<String> command = new ArrayList<>(List.of("age", "-r", recipient));
    if (form == AgeFile.Form.ARMOURED) {
      command.add("-a");
    }
    command.addAll(List.of("-o", sealed.toString(), plaintext.toString()));
    run(folder, "", command.toArray(String[]::new));
    return sealed;
  }

  /// Through a pipe: of nothing, age makes no file.
  byte[] opened(Path sealed) throws Exception {
    return Files.readAllBytes(
        run(folder, "", "age", "-d", "-i", identity.toString(), sealed.toString()));
  }

  /// It takes a passphrase from a terminal only.
  Path sealedWithPassphrase(Path plaintext, String passphrase) throws Exception {
    Path sealed = folder.resolve("by-age-" + System.nanoTime());
    onTerminal(passphrase + "\n" + passphrase + "\n", "age -p -o " + sealed + " " + plaintext);
    return sealed;
  }

  byte[] openedWithPassphrase(Path sealed, String passphrase) throws Exception {
    Path opened = folder.resolve("opened-" + System.nanoTime());
    onTerminal(passphrase + "\n", "age -d -o " + opened + " " + sealed);
    return Files.readAllBytes(opened);
  }

  private void onTerminal(String typed, String command) throws Exception {
    run(folder, typed, "script", "-qec", command, "/dev/null");
  }

  /// @return what it printed
  private static Path run(Path folder, String input, String... command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("age-" + System.nanoTime() + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
      stdin.flush();
      assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), command[0] + " does not end");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> command[0] + " failed: " + log);
    return log;
  }
}
