package dev.snapseal.tools.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A source tree with the real launcher and stand-ins for everything that it starts.
///
/// The folder's name has a blank. The stand-in for `java` prints its arguments, one a line; the one
/// for `mvn` makes an empty jar. Nothing outside the folder is touched.
final class LauncherSandbox {
  /// How one start of the launcher ended.
  record Outcome(int code, String out, String err) {}

  private static final String FAKE_JAVA =
      """
      #!/bin/sh
      for argument; do
        case $argument in -XX:AOTCache=*.new) echo x >"${argument#*=}" ;; esac
        echo "$argument"
      done
      """;

  private static final String FAKE_MAVEN =
      """
      #!/bin/sh
      cd "${0%/*}/../source tree"
      echo "maven ran in $JAVA_HOME" >>maven.log
      sleep 0.3
      mkdir -p tools/target/lib
      echo jar >tools/target/lib/large-1.0.jar
      echo jar >tools/target/lib/own-SNAPSHOT.jar
      echo jar >tools/target/snapseal.jar
      """;

  private final Path root;
  private final Path bin;
  private final Map<String, String> environment = new LinkedHashMap<>();

  LauncherSandbox(Path temporary) throws IOException {
    root = Files.createDirectory(temporary.resolve("source tree"));
    bin = Files.createDirectory(temporary.resolve("bin"));
    Files.copy(Path.of("..", "snapseal"), root.resolve("snapseal"));
    for (String module : List.of("tools", "crypto", "snapshot-reader")) {
      write(module + "/pom.xml", "");
      Files.createDirectories(root.resolve(module + "/src/main"));
    }
    write("pom.xml", "");
    write("tools/src/aot/training.txt", "");
    environment.put("PATH", bin + ":/usr/bin:/bin");
    environment.put("HOME", temporary.toString());
    makeOld();
  }

  Path root() {
    return root;
  }

  /// Makes a JDK whose release file names this version.
  Path jdk(String folder, String version) throws IOException {
    Path home = root.resolveSibling(folder);
    program(home.resolve("bin/java"), FAKE_JAVA);
    program(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"T\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  void maven() throws IOException {
    program(bin.resolve("mvn"), FAKE_MAVEN);
  }

  void brokenMaven() throws IOException {
    program(bin.resolve("mvn"), "#!/bin/sh\necho '[ERROR] a class is wrong'\nexit 1\n");
  }

  void set(String name, Object value) {
    environment.put(name, value.toString());
  }

  Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  /// Gives every file of the tree a time in the past, so that what is built now is newer.
  private void makeOld() throws IOException {
    FileTime past = FileTime.from(Instant.now().minusSeconds(3600));
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, past);
      }
    }
  }

  Process start(Path folder, Path launcher, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launcher.toString());
    builder.command().addAll(List.of(arguments));
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  Outcome run(String... arguments) throws IOException, InterruptedException {
    return finish(start(root, root.resolve("snapseal"), arguments));
  }

  static Outcome finish(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the launcher did not end within 30 s");
    }
    return new Outcome(process.exitValue(), out, err);
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
