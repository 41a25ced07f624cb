package dev.snapseal.tools.export;

import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.rewrite.LoneEtcd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A real, new API server on an empty etcd of its own, and the kubectl of its release. No
/// controller runs beside it.
final class ApiServer implements AutoCloseable {
  private static final int SECONDS = 120;
  private static final String TOKEN = "of-this-test";

  private final Path folder;
  private final LoneEtcd etcd;
  private final Process process;
  private final Path kubeconfig;

  private ApiServer(Path folder, LoneEtcd etcd, Process process, Path kubeconfig) {
    this.folder = folder;
    this.etcd = etcd;
    this.process = process;
    this.kubeconfig = kubeconfig;
  }

  /// What kubectl said.
  record Answer(int code, String text) {}

  /// @param folder empty
  /// @param options beside those that every server needs
  static ApiServer start(Path folder, String... options) throws Exception {
    LoneEtcd etcd = LoneEtcd.start(folder, LoneEtcd.peer("etcd"));
    int port = freePort();
    Path key = folder.resolve("service-accounts.key");
    LoneEtcd.run(folder, "openssl", "genrsa", "-out", key.toString(), "2048");
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, TOKEN + ",admin,admin,\"system:masters\"\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                LoneEtcd.peer("kube-apiserver"),
                "--etcd-servers=" + etcd.url(),
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--cert-dir=" + folder.resolve("certificates"),
                "--service-account-issuer=https://test.example",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--token-auth-file=" + tokens,
                "--authorization-mode=AlwaysAllow",
                "--service-cluster-ip-range=10.9.0.0/16",
                "--allow-privileged"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("kube-apiserver.log").toFile())
            .start();
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, kubeconfig(port));
    ApiServer server = new ApiServer(folder, etcd, process, kubeconfig);
    server.awaitReady();
    return server;
  }

  private static String kubeconfig(int port) {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
    users: [{name: u, user: {token: %s}}]
    contexts: [{name: x, context: {cluster: c, user: u}}]
    current-context: x
    """
        .formatted(port, TOKEN);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      if (kubectl("get", "--raw", "/readyz").code() == 0) {
        return;
      }
      Thread.sleep(200);
    }
    close();
    throw new IllegalStateException(Files.readString(folder.resolve("kube-apiserver.log")));
  }

  /// Runs kubectl as somebody who may do everything.
  Answer kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(LoneEtcd.peer("kubectl"), "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "kubectl", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("HOME", folder.toString());
    Process kubectl = builder.start();
    if (!kubectl.waitFor(SECONDS, TimeUnit.SECONDS)) {
      kubectl.destroyForcibly().waitFor();
      throw new IllegalStateException("kubectl did not end: " + String.join(" ", arguments));
    }
    return new Answer(kubectl.exitValue(), Files.readString(output));
  }

  /// Runs commands that were printed to be pasted, one behind the other as `&&` does.
  Answer paste(String commands) throws IOException, InterruptedException {
    Answer answer = new Answer(0, "");
    for (String command : commands.split(" && ", -1)) {
      if (!command.startsWith("kubectl ")) {
        throw new IllegalStateException("no command of kubectl's: " + command);
      }
      answer = kubectl(command.substring("kubectl ".length()).split(" ", -1));
      if (answer.code() != 0) {
        return answer;
      }
    }
    return answer;
  }

  /// The objects of manifests as they are served now.
  ///
  /// @param manifests file or folder
  JsonNode objects(Path manifests) throws IOException, InterruptedException {
    Answer answer =
        kubectl(
            "get", "-R", "-f", manifests.toString(), "-o", "json", "--warnings-as-errors=false");
    if (answer.code() != 0) {
      throw new IllegalStateException(answer.text());
    }
    return ProgramRun.parse(answer.text().substring(answer.text().indexOf('{'))).get("items");
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    etcd.close();
  }
}
