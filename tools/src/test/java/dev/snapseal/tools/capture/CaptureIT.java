package dev.snapseal.tools.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.rewrite.LoneEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Snapshots of a live etcd of the distribution, whose Secrets are in the clear.
final class CaptureIT {
  private static final String PASSWORD = "hunter-of-the-";
  private static final int SECRETS = 400;
  private static final int PUTS = 100;

  @TempDir private Path folder;
  private Path made;
  private LoneEtcd etcd;

  @BeforeEach
  void startEtcd() throws Exception {
    made = Files.createDirectory(folder.resolve("made"));
    etcd = LoneEtcd.start(Files.createDirectory(folder.resolve("etcd")), "etcd");
    for (int from = 0; from < SECRETS; from += PUTS) {
      List<String> puts = new ArrayList<>();
      for (int i = from; i < from + PUTS; i++) {
        puts.add(put(StoredObject.secret("a", "s" + i).data("password", PASSWORD.repeat(40) + i)));
      }
      etcd.ask("kv/txn", "{\"success\":[" + String.join(",", puts) + "]}");
    }
  }

  private static String put(StoredObject secret) {
    return "{\"request_put\":{\"key\":\"%s\",\"value\":\"%s\"}}"
        .formatted(encoded(secret.etcdKey().getBytes(UTF_8)), encoded(secret.toBytes()));
  }

  @AfterEach
  void stopEtcd() {
    etcd.close();
  }

  @Test
  void whatIsReadableIsNotWrittenWithoutConsent() throws Exception {
    ProgramRun refused = capture(etcd.url());
    assertEquals(6, refused.code(), refused::err);
    assertTrue(refused.err().contains(" values of secrets can be read"), refused::err);
    assertTrue(refused.err().contains("-r age1..."), refused::err);
    assertNothingMade();

    ProgramRun agreed = capture(etcd.url(), "--allow-plaintext");
    assertEquals(0, agreed.code(), agreed::err);
    assertEquals("valid", agreed.json().get("inputs").get(0).get("trailer").asString());
    LoneEtcd.run(folder, LoneEtcd.peer("etcdutl"), "snapshot", "status", output().toString());
    assertTrue(Files.readString(output(), ISO_8859_1).contains(PASSWORD));
  }

  @Test
  void whatIsEncryptedHoldsNoPlaintext() throws Exception {
    ProgramRun run = capture(etcd.url(), "--config", config());
    assertEquals(0, run.code(), run::err);
    JsonNode json = run.json();
    assertEquals("unreadable", json.get("verdict").asString());
    assertEquals(SECRETS, json.get("encrypted").get("transformed").asInt());
    assertFalse(Files.readString(output(), ISO_8859_1).contains(PASSWORD));
    ProgramRun check = ProgramRun.of("check", output(), "--config", config());
    assertTrue(check.out().contains("400 values opened"), check::out);
  }

  @Test
  void whatIsEncryptedAndSealedOpensWithBoth() throws Exception {
    Path identity = folder.resolve("key.txt");
    LoneEtcd.run(folder, "age-keygen", "-o", identity.toString());
    String recipient = LoneEtcd.run(folder, "age-keygen", "-y", identity.toString()).strip();
    ProgramRun run = capture(etcd.url(), "--config", config(), "-r", recipient);
    assertEquals(0, run.code(), run::err);
    assertEquals(1, run.json().get("recipients").asInt());
    ProgramRun check = ProgramRun.of("check", output(), "-i", identity, "--config", config());
    assertTrue(check.out().contains("400 values opened"), check::out);
  }

  @Test
  void aTokenIsTriedOnTheSnapshotThatCame() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "K10::server:a-token-of-some-length\n");
    ProgramRun run = capture(etcd.url(), "--token-file", token);
    assertEquals(5, run.code(), run::err);
    assertTrue(run.err().contains("there is no bootstrap record"), run::err);
    assertNothingMade();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1:99999 | is no port",
        "10.0.0.1:2379,10.0.0.2:2379 | several members",
        "http://host_of_mine:2379 | is no endpoint",
        "[::1]:1 | gave no snapshot"
      })
  void anEndpointThatCannotBeAskedIsWrongUsage(String endpoint, String reason) throws Exception {
    ProgramRun run = capture(endpoint, "--allow-plaintext");
    assertEquals(2, run.code(), run::err);
    assertTrue(run.err().contains(reason), run::err);
  }

  @Test
  void aStreamThatBreaksOffLeavesNothing() throws Exception {
    try (MeddlingProxy proxy = new MeddlingProxy(etcd.url(), MeddlingProxy.Deed.CUT, 200_000)) {
      ProgramRun run = capture(proxy.url(), "--allow-plaintext");
      assertEquals(2, run.code(), run::err);
      assertTrue(run.err().contains("the snapshot broke off"), run::err);
    }
    assertNothingMade();
  }

  @Test
  void aChangedBitOnTheWayLeavesNothing() throws Exception {
    try (MeddlingProxy proxy = new MeddlingProxy(etcd.url(), MeddlingProxy.Deed.FLIP, 200_000)) {
      ProgramRun run = capture(proxy.url(), "--allow-plaintext");
      assertEquals(4, run.code(), run::err);
      assertTrue(run.err().contains("the SHA-256 at the end of the snapshot is invalid"), run::err);
    }
    assertNothingMade();
  }

  @Test
  void anEtcdWithUsersAsksForThem() throws Exception {
    etcd.enableAuthentication("pw-of-root");
    Path right = Files.writeString(folder.resolve("right"), "pw-of-root\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "pw-of-nobody\n");
    ProgramRun refused =
        capture(etcd.url(), "--allow-plaintext", "--user", "root", "--password-file", wrong);
    assertEquals(2, refused.code(), refused::err);
    assertTrue(refused.err().contains("invalid user ID or password"), refused::err);
    assertFalse(refused.err().contains("pw-of-nobody"), refused::err);
    assertNothingMade();
    assertUsage("a user with the role root: snapseal capture", etcd.url());
    ProgramRun run =
        capture(etcd.url(), "--allow-plaintext", "--user", "root", "--password-file", right);
    assertEquals(0, run.code(), run::err);
    ProgramRun info = ProgramRun.of("info", output(), "-o", "json");
    assertEquals(info.json().get("revision"), run.json().get("revision"));
  }

  @Test
  void aServerWithoutTlsIsNotAskedByHttps() throws Exception {
    ProgramRun run = capture(etcd.url().replace("http:", "https:"));
    assertEquals(2, run.code(), run::err);
    assertTrue(run.err().contains("hint:  "), run::err);
    assertFalse(run.err().contains("record: "), run::err);
  }

  @Test
  void whatCannotBeAskedIsRefusedAtOnce() throws Exception {
    assertUsage("is no endpoint", "unix:///run/etcd.sock");
    assertUsage("is no endpoint", "http://127.0.0.1:2379/path");
    assertUsage("Connection refused", "127.0.0.1:1");
    assertUsage("--key is missing", "127.0.0.1:1", "--cert", "client.crt");
    assertUsage("http has none", "http://127.0.0.1:1", "--cacert", "ca.crt");
    assertUsage("[nowhere.crt] cannot be read", "127.0.0.1:1", "--cacert", "nowhere.crt");
    assertUsage("--password-file is missing", "127.0.0.1:1", "--user", "root");
    assertUsage("--user is missing", "127.0.0.1:1", "--password-file", "nowhere");
    ProgramRun both = capture("127.0.0.1:1", "--user", "root:pw-of-root");
    assertEquals(2, both.code(), both::err);
    assertTrue(both.err().contains("takes the name alone"), both::err);
    assertTrue(both.err().contains("--user root --password-file -"), both::err);
    assertFalse(both.err().contains("pw-of-root"), both::err);
  }

  private void assertUsage(String reason, String endpoint, Object... more) throws IOException {
    ProgramRun run = capture(endpoint, more);
    assertEquals(2, run.code(), run::err);
    assertTrue(run.err().contains(reason), run::err);
    assertTrue(run.err().contains("hint:  "), run::err);
    assertNothingMade();
  }

  private ProgramRun capture(String endpoint, Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("capture", endpoint, "--output", output(), "-o", "json"));
    Collections.addAll(args, more);
    return ProgramRun.of(args.toArray());
  }

  private Path output() {
    return made.resolve("backup.db");
  }

  private void assertNothingMade() throws IOException {
    try (var files = Files.list(made)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private Path config() throws IOException {
    return Files.writeString(
        folder.resolve("config.yaml"),
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets]
          providers:
          - aesgcm: {keys: [{name: one, secret: b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=}]}
          - identity: {}
        """);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
