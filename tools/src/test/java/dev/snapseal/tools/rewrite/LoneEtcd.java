package dev.snapseal.tools.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/// A real etcd of one member on loopback, begun from a snapshot; asked through its JSON gateway.
public final class LoneEtcd implements AutoCloseable {
  private static final int SECONDS = 120;

  private final Path folder;
  private final Process process;
  private final String url;
  private final HttpClient client;
  private volatile Optional<String> token = Optional.empty();

  private LoneEtcd(Path folder, Process process, String url, HttpClient.Builder client) {
    this.folder = folder;
    this.process = process;
    this.url = url;
    this.client = client.version(HttpClient.Version.HTTP_1_1).build();
  }

  /// Restores with the hash checked, starts the distribution's server, and waits until it answers.
  ///
  /// @param folder must not hold a restored directory yet
  /// @param restore program, `etcdctl` or `etcdutl`
  public static LoneEtcd restored(Path snapshot, Path folder, String restore) throws Exception {
    return restored(snapshot, folder, restore, "etcd");
  }

  /// The same with another server.
  public static LoneEtcd restored(Path snapshot, Path folder, String restore, String server)
      throws Exception {
    Files.createDirectories(folder);
    Path data = folder.resolve("data");
    run(folder, restore, "snapshot", "restore", snapshot.toString(), "--data-dir", data.toString());
    return start(folder, server);
  }

  /// Starts a server on the directory `data` of a folder, which it makes if there is none.
  public static LoneEtcd start(Path folder, String server) throws Exception {
    return start(folder, server, "http", HttpClient.newBuilder(), List.of());
  }

  /// The same with TLS.
  ///
  /// @param client whom the server lets in
  /// @param options of the server that have to do with it
  public static LoneEtcd startSecured(
      Path folder, String server, SSLContext client, List<String> options) throws Exception {
    return start(folder, server, "https", HttpClient.newBuilder().sslContext(client), options);
  }

  private static LoneEtcd start(
      Path folder, String server, String scheme, HttpClient.Builder client, List<String> options)
      throws Exception {
    String clientUrl = scheme + "://127.0.0.1:" + freePort();
    String peerUrl = "http://127.0.0.1:" + freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                server,
                "--name",
                "default",
                "--data-dir",
                folder.resolve("data").toString(),
                "--listen-client-urls",
                clientUrl,
                "--advertise-client-urls",
                clientUrl,
                "--listen-peer-urls",
                peerUrl,
                "--log-level",
                "error",
                "--unsafe-no-fsync"));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("etcd.log").toFile())
            .start();
    LoneEtcd etcd = new LoneEtcd(folder, process, clientUrl, client);
    etcd.awaitAnswer();
    return etcd;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      if (isHealthy()) {
        return;
      }
      Thread.sleep(50);
    }
    close();
    throw new IllegalStateException(Files.readString(folder.resolve("etcd.log")));
  }

  /// Asked for its health it answers anybody; for its status, with authentication on, only users.
  private boolean isHealthy() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/health")).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// One of the programs that `.ci/peers` installs.
  public static String peer(String name) {
    Path program = Path.of(System.getProperty("snapseal.peers", ""), name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(program + " is missing: run .ci/peers");
    }
    return program.toString();
  }

  /// Runs a program to its end.
  ///
  /// @throws IllegalStateException if it fails
  public static String run(Path folder, String... command) throws Exception {
    Path output = Files.createTempFile(folder, "peer", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.start();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String text = Files.readString(output);
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + "\n" + text);
    }
    return text;
  }

  /// The answer to a request of the v3 API.
  public JsonNode ask(String method, String json) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/v3/" + method))
            .POST(HttpRequest.BodyPublishers.ofString(json));
    token.ifPresent(value -> request.header("Authorization", value));
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    if (response.statusCode() != 200) {
      throw new IllegalStateException(method + " " + json + ": " + response.body());
    }
    return ProgramRun.parse(response.body());
  }

  /// Turns authentication on, with a user `root`, and asks as that from now on.
  public void enableAuthentication(String password) throws IOException, InterruptedException {
    ask("auth/user/add", "{\"name\":\"root\",\"password\":\"%s\"}".formatted(password));
    ask("auth/role/add", "{\"name\":\"root\"}");
    ask("auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
    ask("auth/enable", "{}");
    logIn(password);
  }

  /// Asks as `root` from now on.
  public void logIn(String password) throws IOException, InterruptedException {
    JsonNode answer =
        ask("auth/authenticate", "{\"name\":\"root\",\"password\":\"%s\"}".formatted(password));
    token = Optional.of(answer.get("token").asString());
  }

  /// Where clients reach it, such as `http://127.0.0.1:40123`.
  public String url() {
    return url;
  }

  /// Saves a snapshot.
  public void save(Path file) throws Exception {
    run(folder, "etcdctl", "--endpoints", url, "snapshot", "save", file.toString());
  }

  /// HashKV at the current revision; the gateway of 3.4 has only the hash of the whole file.
  public long hashKv() throws Exception {
    String answer = run(folder, "etcdctl", "--endpoints", url, "endpoint", "hashkv", "-w", "json");
    return ProgramRun.parse(answer).get(0).get("HashKV").get("hash").asLong();
  }

  /// Every key at a revision as `key create mod version`.
  public List<String> keys(long revision) throws Exception {
    List<String> found = new ArrayList<>();
    JsonNode answer =
        ask(
            "kv/range",
            "{\"key\":\"AA==\",\"range_end\":\"AA==\",\"keys_only\":true,\"revision\":%d}"
                .formatted(revision));
    for (JsonNode kv : answer.path("kvs")) {
      found.add(
          "%s %s %s %s"
              .formatted(
                  new String(Base64.getDecoder().decode(kv.get("key").asString()), UTF_8),
                  kv.get("create_revision").asString(),
                  kv.get("mod_revision").asString(),
                  kv.get("version").asString()));
    }
    return found.stream().sorted().toList();
  }

  /// Ends it as an operator does, and gives the database that it leaves.
  public Path stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return folder.resolve("data/member/snap/db");
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly().onExit().join();
  }
}
