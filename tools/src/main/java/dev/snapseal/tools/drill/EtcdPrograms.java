package dev.snapseal.tools.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The programs of an etcd release that a drill runs.
///
/// @param server `etcd`
/// @param restorer `etcdutl`, or an `etcdctl` that can still restore
record EtcdPrograms(Program server, Program restorer) {
  private static final Duration VERSION_TIME = Duration.ofSeconds(20);

  /// From this version on only `etcdutl` restores.
  private static final EtcdVersion ONLY_ETCDUTL = new EtcdVersion(3, 6, 0);

  /// A program and what it says that it is.
  record Program(String name, Path path, EtcdVersion version) {
    @Override
    public String toString() {
      return name + " " + version;
    }
  }

  /// Finds programs that fit a store and each other.
  ///
  /// @param only where to look; empty: the PATH
  /// @param words names the backup in remedies
  static EtcdPrograms find(
      Optional<Path> only, EtcdVersion store, DrillFolder folder, DrillOptions.Words words)
      throws IOException, InterruptedException, StepFailure {
    List<Program> servers = all("etcd", only, folder, "--version");
    if (servers.isEmpty()) {
      throw missing("etcd", only, store, words);
    }
    List<Program> fitting =
        servers.stream().filter(server -> server.version().knows(store)).toList();
    if (fitting.isEmpty()) {
      throw new StepFailure(
          "%s is too old: the backup is of etcd %s, whose files it does not know"
              .formatted(servers.getFirst(), store.series()),
          List.of(fetch(store, words)));
    }
    List<Program> restorers = restorers(only, folder);
    if (restorers.isEmpty()) {
      throw missing("etcdutl", only, fitting.getFirst().version(), words);
    }
    for (Program server : fitting) {
      for (Program restorer : restorers) {
        if (restorer.version().hasMinorOf(server.version())) {
          return new EtcdPrograms(server, restorer);
        }
      }
    }
    throw new StepFailure(
        "%s and %s are of different releases".formatted(fitting.getFirst(), restorers.getFirst()),
        List.of(fetch(fitting.getFirst().version(), words)));
  }

  private static List<Program> restorers(Optional<Path> only, DrillFolder folder)
      throws IOException, InterruptedException {
    List<Program> restorers = new ArrayList<>(all("etcdutl", only, folder, "version"));
    all("etcdctl", only, folder, "version").stream()
        .filter(program -> !program.version().knows(ONLY_ETCDUTL))
        .forEach(restorers::add);
    return restorers;
  }

  private static StepFailure missing(
      String name, Optional<Path> only, EtcdVersion version, DrillOptions.Words words) {
    String where = only.map(folder -> "in [" + folder + "]").orElse("on the PATH");
    return new StepFailure(
        "there is no %s %s that a drill could use".formatted(name, where),
        List.of(fetch(version, words)));
  }

  private static String fetch(EtcdVersion version, DrillOptions.Words words) {
    return "unpack the release of etcd %s (etcd, etcdutl) into a folder and name it: "
            .formatted(version.series())
        + "snapseal drill "
        + words.openedWithKeys()
        + " --etcd FOLDER";
  }

  /// Those of a name, in the order of the PATH: an old one may stand before the one that fits.
  private static List<Program> all(
      String name, Optional<Path> only, DrillFolder folder, String question)
      throws IOException, InterruptedException {
    List<Program> found = new ArrayList<>();
    for (Path place : places(only)) {
      Path program = place.resolve(name).toAbsolutePath();
      if (Files.isRegularFile(program) && Files.isExecutable(program)) {
        version(name, program, folder, question)
            .ifPresent(version -> found.add(new Program(name, program, version)));
      }
    }
    return found;
  }

  private static List<Path> places(Optional<Path> only) {
    if (only.isPresent()) {
      return List.of(only.get());
    }
    return Pattern.compile(":")
        .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
        .filter(place -> place.startsWith("/")) // what is relative is not where anybody installs
        .map(Path::of)
        .toList();
  }

  private static Optional<EtcdVersion> version(
      String name, Path program, DrillFolder folder, String question)
      throws IOException, InterruptedException {
    String log = name + "-version";
    try (WatchedProcess asked = folder.start(log, List.of(program.toString(), question))) {
      if (!asked.await(VERSION_TIME) || asked.exitCode() != 0) {
        return Optional.empty();
      }
    }
    return EtcdVersion.in(EtcdLog.head(folder.log(log)));
  }
}
