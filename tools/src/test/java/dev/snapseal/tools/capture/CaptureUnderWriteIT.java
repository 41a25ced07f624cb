package dev.snapseal.tools.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.rewrite.LoneEtcd;
import dev.snapseal.tools.sampled.Canary;
import dev.snapseal.tools.sampled.CanarySecrets;
import dev.snapseal.tools.sampled.SampledProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `capture` from an etcd 3.6 with TLS and authentication that is written to all the while. No file
/// holds a Secret in the clear at any moment.
///
/// `-Dsnapseal.captureMiB=1024` makes the store larger.
final class CaptureUnderWriteIT {
  private static final int MIB = Integer.getInteger("snapseal.captureMiB", 48);
  private static final String PASSWORD = "pw-of-root";
  private static final Duration LONGEST_STREAM = Duration.ofMinutes(5);

  @TempDir private static Path shared;
  private static Canary canary;
  private static EtcdCertificates certificates;
  private static LoneEtcd etcd;
  private static BusyWriter writer;

  @TempDir private Path folder;
  private SampledProgram snapseal;
  private String endpoint;

  @BeforeAll
  static void startEtcd() throws Exception {
    canary = Canary.fresh();
    certificates = EtcdCertificates.make(Files.createDirectory(shared.resolve("certificates")));
    List<String> options = new ArrayList<>(certificates.ofServer());
    options.add("--quota-backend-bytes=8589934592");
    etcd =
        LoneEtcd.startSecured(
            Files.createDirectory(shared.resolve("etcd")),
            LoneEtcd.peer("etcd"),
            certificates.context(),
            options);
    CanarySecrets secrets = new CanarySecrets(canary);
    etcd.enableAuthentication(PASSWORD);
    secrets.fill(etcd, MIB);
    writer = BusyWriter.start(etcd, secrets);
    Files.writeString(password(), PASSWORD + "\n");
    Files.writeString(
        config(),
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

  @AfterAll
  static void stopEtcd() throws Exception {
    if (writer != null) {
      writer.close();
    }
    if (etcd != null) {
      etcd.close();
    }
  }

  @BeforeEach
  void prepare() throws Exception {
    snapseal = new SampledProgram(folder.resolve("sampled"), canary);
    endpoint = etcd.url();
  }

  @Test
  void whatIsEncryptedIsNeverOnTheDiskInTheClear(TestInfo test) throws Exception {
    long before = writer.revision();
    SampledProgram.Outcome capture = capture("--config", config());
    long after = writer.revision();
    assertEquals(0, capture.code(), capture::err);
    report(test, capture);
    assertNeverInTheClear(capture);
    assertEquals("unreadable", capture.program().json().get("verdict").asString());

    JsonNode info = ProgramRun.of("info", "-o", "json", output()).json();
    long revision = info.get("revision").asLong();
    assertTrue(before <= revision, before + " before, in the file " + revision);
    assertTrue(revision < after, after + " after, in the file " + revision);
    ProgramRun check = ProgramRun.of("check", output(), "--config", config());
    assertEquals(0, check.code(), check::out);
    ProgramRun audit = ProgramRun.of("audit", output(), "-o", "json");
    assertEquals(0, audit.code(), audit::err);
    assertEquals("unreadable", audit.json().get("verdict").asString());
    assertServed(output(), revision);
  }

  /// By an etcd that it was restored into: every key, with its revisions and version.
  private void assertServed(Path file, long revision) throws Exception {
    try (LoneEtcd restored =
        LoneEtcd.restored(
            file, folder.resolve("restored"), LoneEtcd.peer("etcdutl"), LoneEtcd.peer("etcd"))) {
      restored.logIn(PASSWORD);
      assertEquals(live(file), restored.keys(revision));
    }
  }

  /// Every key of the last revision in a file as `key create mod version`.
  private static List<String> live(Path file) throws IOException {
    Map<String, String> live = new HashMap<>();
    try (Snapshot snapshot = Snapshot.open(file)) {
      snapshot.forEachRevision(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord record) {
              String key = new String(record.keyBytes(), UTF_8);
              if (record.isTombstone()) {
                live.remove(key);
              } else {
                live.put(
                    key,
                    "%s %d %d %d"
                        .formatted(
                            key, record.createRevision(), record.modRevision(), record.version()));
              }
            }

            @Override
            public void malformed(MalformedRecordException fault) {
              throw new AssertionError(fault);
            }
          });
    }
    assertTrue(live.size() >= MIB, "only " + live.size());
    return live.values().stream().sorted().toList();
  }

  @Test
  void whatIsSealedIsNeverOnTheDiskInTheClear(TestInfo test) throws Exception {
    Path identity = folder.resolve("key.txt");
    SampledProgram.Outcome sealed = capture("-r", recipient(identity));
    assertEquals(0, sealed.code(), sealed::err);
    report(test, sealed);
    assertNeverInTheClear(sealed);
    ProgramRun check = ProgramRun.of("check", output(), "-i", identity, "--values");
    assertEquals(0, check.code(), check::out);
  }

  /// What is encrypted lies in `/dev/shm` before it is sealed.
  @Test
  void whatIsEncryptedAndSealedIsNeverInTheClear(TestInfo test) throws Exception {
    Path identity = folder.resolve("key.txt");
    SampledProgram.Outcome both = capture("-r", recipient(identity), "--config", config());
    assertEquals(0, both.code(), both::err);
    report(test, both);
    assertNeverInTheClear(both);
    ProgramRun check = ProgramRun.of("check", output(), "-i", identity, "--config", config());
    assertEquals(0, check.code(), check::out);
  }

  private String recipient(Path identity) throws Exception {
    LoneEtcd.run(folder, "age-keygen", "-o", identity.toString());
    return LoneEtcd.run(folder, "age-keygen", "-y", identity.toString()).strip();
  }

  /// The search would find it: the same run with consent is seen.
  @Test
  void whatIsWrittenInTheClearIsSeen(TestInfo test) throws Exception {
    SampledProgram.Outcome plain = capture("--allow-plaintext");
    assertEquals(0, plain.code(), plain::err);
    report(test, plain);
    assertTrue(
        plain.seen().sightings().stream().anyMatch(seen -> seen.startsWith(output().toString())),
        plain::err);
  }

  @Test
  void aCertificateAloneIsNotEnough() throws Exception {
    List<Object> args = new ArrayList<>(List.of("capture", endpoint, "--output", output()));
    args.addAll(certificates.ofClient());
    args.addAll(List.of("--config", config()));
    ProgramRun refused = ProgramRun.of(args.toArray());
    assertEquals(2, refused.code(), refused::err);
    assertEquals(Set.of(), filesIn(snapseal.out()));
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
  void whatIsKilledAmidTheStreamLeavesNothing(String signal, int code) throws Exception {
    long quarter = MIB * (1L << 18);
    try (MeddlingProxy proxy = new MeddlingProxy(etcd.url(), MeddlingProxy.Deed.HOLD, quarter)) {
      endpoint = proxy.authority();
      try (SampledProgram.Running running = start("--config", config())) {
        assertTrue(proxy.awaitDeed(LONGEST_STREAM), "the stream did not come so far");
        running.signal(signal);
        SampledProgram.Outcome killed = running.await();
        assertEquals(code, killed.code(), killed::err);
        assertNeverInTheClear(killed);
      }
    }
    assertEquals(Set.of(), filesIn(snapseal.out()));
  }

  /// Then a part stays until the next run for the same file.
  @Test
  void whatIsKilledWhileItWritesLeavesNoPlaintext() throws Exception {
    try (SampledProgram.Running running = start("--config", config())) {
      while (running.isAlive() && filesIn(snapseal.out()).isEmpty()) {
        Thread.sleep(1);
      }
      running.signal("KILL");
      SampledProgram.Outcome killed = running.await();
      assertEquals(137, killed.code(), killed::err);
      assertNeverInTheClear(killed);
    }
    assertFalse(Files.exists(output()));
  }

  private SampledProgram.Outcome capture(Object... more) throws Exception {
    try (SampledProgram.Running running = start(more)) {
      return running.await();
    }
  }

  private SampledProgram.Running start(Object... more) throws IOException {
    List<Object> args =
        new ArrayList<>(List.of("capture", endpoint, "--output", output(), "-o", "json"));
    args.addAll(certificates.ofClient());
    args.addAll(List.of("--user", "root", "--password-file", password()));
    args.addAll(List.of(more));
    return snapseal.start(args.toArray());
  }

  private static void assertNeverInTheClear(SampledProgram.Outcome run) {
    assertEquals(Set.of(), run.seen().sightings());
    assertTrue(run.seen().samples() > 1, run::err);
  }

  private static void report(TestInfo test, SampledProgram.Outcome run) {
    long snapshot = run.program().json().get("inputs").get(0).get("sizeBytes").asLong();
    System.out.printf("%s, of %,d MB: %s%n", test.getDisplayName(), snapshot / 1_000_000, run);
  }

  private static Set<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
    }
  }

  private Path output() {
    return snapseal.out().resolve("backup.db");
  }

  private static Path password() {
    return shared.resolve("password");
  }

  private static Path config() {
    return shared.resolve("config.yaml");
  }
}
