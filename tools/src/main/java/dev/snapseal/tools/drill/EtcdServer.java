package dev.snapseal.tools.drill;

import dev.snapseal.tools.etcd.EtcdEndpoint;
import dev.snapseal.tools.etcd.LiveEtcd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The restored etcd, on loopback, for nobody but this drill.
final class EtcdServer implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final String LOG = "etcd";
  private static final String PORT_TAKEN = "address already in use";

  private final WatchedProcess process;
  private final LiveEtcd client;

  private EtcdServer(WatchedProcess process, LiveEtcd client) {
    this.process = process;
    this.client = client;
  }

  /// Starts it and waits until it answers.
  ///
  /// @param longest to wait; a large store is read whole before the first answer
  /// @throws StepFailure if it does not come up, with what it said last
  static EtcdServer start(
      DrillFolder folder,
      EtcdPrograms.Program program,
      Path dataDirectory,
      Duration longest,
      List<String> remedies)
      throws IOException, InterruptedException, StepFailure {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    LoopbackCertificate.write(certificate, key);
    for (int attempt = 1; ; attempt++) {
      Optional<EtcdServer> server =
          tryToStart(folder, program, dataDirectory, longest, certificate, key);
      if (server.isPresent()) {
        return server.get();
      }
      String said = EtcdLog.lastWords(folder.log(LOG));
      if (attempt == ATTEMPTS || !said.contains(PORT_TAKEN)) {
        throw new StepFailure(
            "%s did not come up%s"
                .formatted(program, said.isEmpty() ? "" : "; it said last: " + said),
            remedies);
      }
    }
  }

  private static Optional<EtcdServer> tryToStart(
      DrillFolder folder,
      EtcdPrograms.Program program,
      Path dataDirectory,
      Duration longest,
      Path certificate,
      Path key)
      throws IOException, InterruptedException {
    int port = freePort();
    String url = "https://127.0.0.1:" + port;
    String peerUrl = "https://127.0.0.1:" + freePort();
    WatchedProcess process =
        folder.start(
            LOG,
            List.of(
                program.path().toString(),
                "--data-dir=" + dataDirectory,
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peerUrl,
                "--cert-file=" + certificate,
                "--key-file=" + key,
                "--trusted-ca-file=" + certificate,
                "--client-cert-auth",
                "--peer-cert-file=" + certificate,
                "--peer-key-file=" + key,
                "--peer-trusted-ca-file=" + certificate,
                "--peer-client-cert-auth",
                "--logger=zap",
                "--log-outputs=stderr",
                "--log-level=warn"));
    long end = System.nanoTime() + longest.toNanos();
    EtcdServer server = null;
    try {
      if (!awaitPort(port, process, end)) {
        return Optional.empty();
      }
      LiveEtcd client =
          LiveEtcd.connect(
              new EtcdEndpoint(
                  url,
                  Optional.of(
                      new EtcdEndpoint.Tls(
                          Optional.of(certificate), Optional.of(certificate), Optional.of(key)))));
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      if (client.awaitHealth(left, process::isAlive)) {
        server = new EtcdServer(process, client);
      } else {
        client.close();
      }
      return Optional.ofNullable(server);
    } finally {
      if (server == null) {
        process.close();
      }
    }
  }

  /// A client that finds no listener waits for a second before it tries again: so the port first.
  private static boolean awaitPort(int port, WatchedProcess process, long end)
      throws InterruptedException {
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return true;
      } catch (IOException _) {
        Thread.sleep(20);
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  LiveEtcd client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
