package dev.snapseal.testdata.kms;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// What [KmsPluginServer#main] was asked to serve.
///
/// @param kek file of the key; never the key itself, which other users of the machine could read in
///   the process list
/// @param v1 sockets of the v1 API
/// @param v2 sockets of the v2 API
record PluginArguments(Path kek, List<Path> v1, List<Path> v2) {
  private static final String USAGE =
      "usage: KmsPluginServer --kek FILE [--v1 SOCKET]... [--v2 SOCKET]...";

  static PluginArguments parse(String... args) {
    Map<String, List<Path>> values = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!Set.of("--kek", "--v1", "--v2").contains(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException(USAGE);
      }
      values.computeIfAbsent(args[i], name -> new ArrayList<>()).add(Path.of(args[i + 1]));
    }
    List<Path> kek = values.getOrDefault("--kek", List.of());
    if (kek.size() != 1 || values.size() < 2) {
      throw new IllegalArgumentException(USAGE);
    }
    return new PluginArguments(
        kek.getFirst(),
        values.getOrDefault("--v1", List.of()),
        values.getOrDefault("--v2", List.of()));
  }

  /// Serves until the process is ended, and removes the sockets then. Prints one line for each
  /// socket that is ready.
  void serve(PrintStream out) throws IOException, InterruptedException {
    KeyEncryptionKey key = KeyEncryptionKey.fromFile(kek);
    for (Path socket : v1) {
      announce(KmsPluginServer.startV1(socket, key), "v1", out);
    }
    for (Path socket : v2) {
      announce(KmsPluginServer.startV2(socket, key), "v2", out);
    }
    new CountDownLatch(1).await();
  }

  private static void announce(KmsPluginServer server, String version, PrintStream out) {
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    out.println("kms " + version + " plugin answers at " + server.endpoint());
    out.flush();
  }
}
