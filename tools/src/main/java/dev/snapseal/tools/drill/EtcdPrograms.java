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
    Program server =
        find("etcd", only, folder, "--version")
            .orElseThrow(() -> missing("etcd", only, store, words));
    if (!server.version().knows(store)) {
      throw new StepFailure(
          "%s is too old: the backup is of etcd %s, whose files it does not know"
              .formatted(server, store.series()),
          List.of(fetch(store, words)));
    }
    List<Program> restorers = new ArrayList<>();
    find("etcdutl", only, folder, "version").ifPresent(restorers::add);
    find("etcdctl", only, folder, "version")
        .filter(program -> !program.version().knows(ONLY_ETCDUTL))
        .ifPresent(restorers::add);
    if (restorers.isEmpty()) {
      throw missing("etcdutl", only, server.version(), words);
    }
    for (Program restorer : restorers) {
      if (restorer.version().hasMinorOf(server.version())) {
        return new EtcdPrograms(server, restorer);
      }
    }
    throw new StepFailure(
        "%s and %s are of different releases".formatted(server, restorers.getFirst()),
        List.of(fetch(server.version(), words)));
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

  private static Optional<Program> find(
      String name, Optional<Path> only, DrillFolder folder, String question)
      throws IOException, InterruptedException {
    for (Path place : places(only)) {
      Path program = place.resolve(name).toAbsolutePath();
      if (Files.isRegularFile(program) && Files.isExecutable(program)) {
        Optional<EtcdVersion> version = version(name, program, folder, question);
        if (version.isPresent()) {
          return Optional.of(new Program(name, program, version.get()));
        }
      }
    }
    return Optional.empty();
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
