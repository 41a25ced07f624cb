package dev.snapseal.tools.sampled;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.rewrite.LoneEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// What seals a backup, and what reads a sealed one, leaves nothing of it on a disk in the clear at
/// any moment.
///
/// `-Dsnapseal.sealMiB=1024` makes the backup larger.
final class SealSampledIT {
  private static final int MIB = Integer.getInteger("snapseal.sealMiB", 12);

  @TempDir private static Path shared;
  private static Canary canary;
  private static String recipient;

  @TempDir private Path folder;
  private SampledProgram snapseal;

  /// The backup in the clear is not below the folder that is searched.
  @BeforeAll
  static void makeBackups() throws Exception {
    canary = Canary.fresh();
    try (LoneEtcd etcd =
        LoneEtcd.start(Files.createDirectory(shared.resolve("etcd")), LoneEtcd.peer("etcd"))) {
      new CanarySecrets(canary).fill(etcd, MIB);
      etcd.save(backup());
    }
    LoneEtcd.run(shared, "age-keygen", "-o", identity().toString());
    recipient = LoneEtcd.run(shared, "age-keygen", "-y", identity().toString()).strip();
    LoneEtcd.run(shared, "age", "-r", recipient, "-o", sealed().toString(), backup().toString());
    Files.writeString(plainConfig(), configuration("identity: {}"));
    Files.writeString(
        config(),
        configuration(
            "aesgcm: {keys: [{name: one, secret: b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=}]}"));
  }

  private static String configuration(String provider) {
    return """
    apiVersion: apiserver.config.k8s.io/v1
    kind: EncryptionConfiguration
    resources:
    - resources: [secrets]
      providers:
      - %s
    """
        .formatted(provider);
  }

  @BeforeEach
  void prepare() throws Exception {
    snapseal = new SampledProgram(folder.resolve("sampled"), canary);
  }

  @Test
  void sealWritesSealedBytesOnly(TestInfo test) throws Exception {
    Path output = snapseal.out().resolve("backup.db.age");
    assertUnseen(test, 0, "seal", backup(), "-r", recipient, "--output", output);
    Path opened = folder.resolve("opened.db");
    LoneEtcd.run(
        folder,
        "age",
        "-d",
        "-i",
        identity().toString(),
        "-o",
        opened.toString(),
        output.toString());
    assertEquals(-1, Files.mismatch(backup(), opened));
  }

  @Test
  void auditOfASealedFileWritesNothing(TestInfo test) throws Exception {
    SampledProgram.Outcome audit =
        assertUnseen(test, 1, "audit", sealed(), "-i", identity(), "-o", "json");
    assertEquals("readable", audit.program().json().get("verdict").asString());
  }

  /// The plaintext is in its hands: it prints it, into a pipe.
  @Test
  void getFromASealedFileWritesNothing(TestInfo test) throws Exception {
    SampledProgram.Outcome get =
        assertUnseen(test, 0, "get", sealed(), "secret/filled/s1", "-i", identity());
    byte[] printed = get.program().out().getBytes(US_ASCII);
    assertTrue(canary.in(printed, printed.length).isPresent(), get::err);
  }

  @Test
  void sweepOfASealedFileWritesNothing(TestInfo test) throws Exception {
    assertUnseen(test, 1, "sweep", sealed(), "-i", identity());
  }

  @Test
  void needsOfASealedFileWritesNothing(TestInfo test) throws Exception {
    assertUnseen(test, 0, "needs", sealed(), "-i", identity());
  }

  @Test
  void caseAddKeepsNothingThatCanBeRead(TestInfo test) throws Exception {
    Path made = snapseal.out().resolve("case");
    assertUnseen(test, 0, "case", made, "add", sealed(), "-i", identity());
    assertTrue(Files.exists(made.resolve("index")));
  }

  @Test
  void rekeyOfASealedFileWritesEncryptedValuesOnly(TestInfo test) throws Exception {
    Path output = snapseal.out().resolve("rekeyed.db");
    assertUnseen(
        test,
        0,
        "rekey",
        sealed(),
        "-i",
        identity(),
        "--config",
        plainConfig(),
        "--to-config",
        config(),
        "--output",
        output);
    assertTrue(Files.size(output) > Files.size(backup()) / 2);
  }

  /// What goes to standard output when it is whole is kept in memory until then.
  @Test
  void compactToStandardOutputOfASealedFileTouchesNoDisk() throws Exception {
    SampledProgram.Outcome piped =
        snapseal.run("compact", sealed(), "-i", identity(), "--output", "-");
    assertEquals(0, piped.code(), piped::err);
    Set<String> seen = piped.seen().sightings();
    assertEquals(List.of(), seen.stream().filter(file -> !file.startsWith("/dev/shm/")).toList());
    assertFalse(seen.isEmpty(), piped::err);
  }

  /// The search would find it, under a name and without one.
  @Test
  void whatIsWrittenInTheClearIsSeen() throws Exception {
    Path output = snapseal.out().resolve("opened.db");
    SampledProgram.Outcome opened =
        snapseal.run("open", sealed(), "-i", identity(), "--output", output);
    assertEquals(0, opened.code(), opened::err);
    assertSeen(opened, output.toString());
    Files.delete(output);
    SampledProgram.Outcome piped = snapseal.run("compact", backup(), "--output", "-");
    assertEquals(0, piped.code(), piped::err);
    assertSeen(piped, "(deleted)");
  }

  private static void assertSeen(SampledProgram.Outcome run, String name) {
    assertTrue(
        run.seen().sightings().stream().anyMatch(seen -> seen.contains(name)),
        () -> run.seen().sightings() + run.err());
  }

  private SampledProgram.Outcome assertUnseen(TestInfo test, int code, Object... args)
      throws Exception {
    SampledProgram.Outcome run = snapseal.run(args);
    System.out.printf("%s, %d MiB: %s%n", test.getDisplayName(), MIB, run);
    assertEquals(code, run.code(), run::err);
    assertEquals(Set.of(), run.seen().sightings());
    assertTrue(run.seen().samples() > 1, run::err);
    return run;
  }

  private static Path backup() {
    return shared.resolve("backup.db");
  }

  private static Path sealed() {
    return shared.resolve("backup.db.age");
  }

  private static Path identity() {
    return shared.resolve("key.txt");
  }

  private static Path config() {
    return shared.resolve("config.yaml");
  }

  private static Path plainConfig() {
    return shared.resolve("plain.yaml");
  }
}
