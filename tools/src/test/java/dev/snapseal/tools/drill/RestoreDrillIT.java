package dev.snapseal.tools.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.rewrite.LoneEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Drills of sound backups, each in the etcd of its release or of the next.
final class RestoreDrillIT {
  private static final Path PEERS = Path.of(System.getProperty("snapseal.peers", ""));

  private static final String[] ALL = {
    "trailer", "structure", "schema", "keys", "restore", "start", "compare", "decrypt"
  };
  private static final String[] WITHOUT_KEYS = {
    "trailer", "structure", "schema", "keys", "restore", "start", "compare"
  };

  @TempDir private Path folder;

  /// @param programs folder of them among the peers
  @ParameterizedTest
  @CsvSource({"etcd-3.5, 3.5, 3.5.", "etcd-3.5, '', 3.6.", "etcd-3.6, '', 3.6."})
  void everyKeyOfARealClusterIsServedAndOpens(String name, String programs, String version)
      throws Exception {
    Cluster cluster = TestData.cluster(name);
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      Drill drill =
          Drill.of(
              folder,
              cluster.finalDb(),
              "--etcd",
              PEERS.resolve(programs),
              "--config",
              cluster.config(),
              "--kms",
              plugins.first(),
              "--kms",
              plugins.second());
      drill.assertPassed(ALL);
      long keys =
          ProgramRun.of("info", "-o", "json", cluster.finalDb()).json().get("totalKey").asLong();
      assertEquals(keys, drill.keysCompared());
      assertEquals(539, drill.json().get("counts").get("revision").asLong());
      String served = drill.json().get("restored").get("etcdVersion").asString();
      assertTrue(served.startsWith(version), served);
    }
  }

  @Test
  void aBackupOfEtcd34PassesInEtcd34() throws Exception {
    Path backup = folder.resolve("old.db");
    try (LoneEtcd etcd = LoneEtcd.start(Files.createDirectory(folder.resolve("source")), "etcd")) {
      String lease = etcd.ask("lease/grant", "{\"TTL\":600}").get("ID").asString();
      for (int i = 0; i < 300; i++) {
        etcd.ask(
            "kv/put",
            "{\"key\":\"%s\",\"value\":\"%s\",\"lease\":%s}"
                .formatted(
                    encoded("/registry/configmaps/a/" + i),
                    encoded("value ".repeat(1 + i)),
                    i % 3 == 0 ? lease : "0"));
      }
      etcd.ask("kv/deleterange", "{\"key\":\"%s\"}".formatted(encoded("/registry/configmaps/a/7")));
      etcd.ask("kv/compaction", "{\"revision\":200,\"physical\":true}");
      etcd.save(backup);
    }
    Drill drill = Drill.of(folder, backup);
    drill.assertPassed(WITHOUT_KEYS);
    assertEquals(299, drill.keysCompared());
    assertEquals("3.4", drill.json().get("restored").get("etcdVersion").asString().substring(0, 3));
    assertEquals(1, drill.json().get("counts").get("leases").asLong());
  }

  /// As user root, which the drill's certificate names.
  @Test
  void aBackupWithAuthenticationOnIsComparedAsWell() throws Exception {
    Path backup = folder.resolve("users.db");
    try (LoneEtcd etcd = LoneEtcd.start(Files.createDirectory(folder.resolve("source")), "etcd")) {
      etcd.ask("kv/put", "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(encoded("a"), encoded("b")));
      etcd.enableAuthentication("pw");
      LoneEtcd.run(
          folder,
          "etcdctl",
          "--user",
          "root:pw",
          "--endpoints",
          etcd.url(),
          "snapshot",
          "save",
          backup.toString());
    }
    Drill drill = Drill.of(folder, backup);
    drill.assertPassed(WITHOUT_KEYS);
    assertEquals(1, drill.keysCompared());
    assertTrue(drill.run().out().contains("authentication is on"), drill.run()::out);
  }

  @Test
  void aRekeyedBackupPassesUnderTheNewConfiguration() throws Exception {
    Cluster cluster = TestData.cluster("remnant-3.6");
    Path config =
        Files.writeString(
            folder.resolve("new.yaml"),
            """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
              - aesgcm: {keys: [{name: fresh, secret: dHdvIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=}]}
            """);
    Path rekeyed = folder.resolve("rekeyed.db");
    ProgramRun rekey =
        ProgramRun.of(
            "rekey",
            cluster.finalDb(),
            "--config",
            cluster.config(),
            "--to-config",
            config,
            "--output",
            rekeyed);
    assertEquals(0, rekey.code(), rekey::err);
    Drill.of(folder, rekeyed, "--etcd", PEERS, "--config", config).assertPassed(ALL);
    Drill.of(folder, rekeyed, "--etcd", PEERS, "--config", cluster.config())
        .assertFailed("keys", "fresh", "--config OLD");
  }

  @Test
  void aPackedDataDirectoryIsRestoredWithoutATrailer() throws Exception {
    Cluster cluster = TestData.cluster("remnant-3.6");
    Drill drill = Drill.of(folder, cluster.dataDirectory(), "--etcd", PEERS);
    drill.assertPassedWithoutKeys(" --config encryption-config.yaml");
    assertTrue(drill.run().out().contains("--skip-hash-check --bump-revision"), drill.run()::out);
  }

  @Test
  void encryptedValuesThatNobodyOpenedAreNotPassedOver() throws Exception {
    Path backup = TestData.cluster("remnant-3.6").finalDb();
    ProgramRun run = ProgramRun.of("drill", backup, "--etcd", PEERS);
    assertEquals(3, run.code(), run::out);
    assertTrue(run.out().startsWith("PASSED WITHOUT KEYS: "), run::out);
    assertTrue(
        run.out()
            .contains("not tried, no key was given; needed: k8s:enc:aescbc:v1:key-953: 240 values"),
        run::out);
    assertTrue(
        run.out()
            .contains(
                "snapseal drill %s --etcd %s --config encryption-config.yaml\n"
                    .formatted(backup, PEERS)),
        run::out);
  }

  @Test
  void aBackupOfK3sAsksForItsToken() throws Exception {
    Path backup = TestData.resource("k3s/snapshot.db");
    Drill.of(folder, backup, "--etcd", PEERS)
        .assertPassedWithoutKeys(" --token-file /var/lib/rancher/k3s/server/token");
  }

  @Test
  void theNextDrillIsComparedWithThisOne() throws Exception {
    Cluster cluster = TestData.cluster("etcd-3.6");
    Drill before = Drill.of(folder, cluster.epoch("0-plain"), "--etcd", PEERS);
    Path earlier = Files.writeString(folder.resolve("earlier.json"), before.run().out());
    Drill same =
        Drill.of(
            folder,
            cluster.epoch("0-plain"),
            "--etcd",
            PEERS,
            "--baseline",
            earlier,
            "--report",
            folder.resolve("drill.html"));
    assertTrue(same.steps().endsWith("compare ok, counts ok"), same.steps());
    assertTrue(Files.readString(folder.resolve("drill.html")).contains("Restore drill"));
  }

  @Test
  void aSealedBackupIsUnsealedOnlyWhereItMayBe() throws Exception {
    Path identity = folder.resolve("key.txt");
    LoneEtcd.run(folder, "age-keygen", "-o", identity.toString());
    String recipient = LoneEtcd.run(folder, "age-keygen", "-y", identity.toString()).strip();
    Path sealed = folder.resolve("backup.db.age");
    Path backup = TestData.cluster("etcd-3.6").epoch("0-plain");
    ProgramRun seal = ProgramRun.of("seal", backup, "-r", recipient, "--output", sealed);
    assertEquals(0, seal.code(), seal::err);

    Path memory = Path.of("/dev/shm");
    if (Files.isWritable(memory) && Files.getFileStore(memory).type().equals("tmpfs")) {
      ProgramRun inMemory = ProgramRun.of("drill", sealed, "-i", identity, "--etcd", PEERS);
      assertEquals(0, inMemory.code(), inMemory::out);
      assertTrue(inMemory.err().contains("a folder in /dev/shm"), inMemory::err);
    }

    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(!Files.getFileStore(disk).type().equals("tmpfs"), "all is in memory here");
    ProgramRun refused =
        ProgramRun.of("drill", sealed, "-i", identity, "--etcd", PEERS, "--work-dir", disk);
    assertEquals(6, refused.code(), refused::out);
    assertTrue(refused.err().contains("--allow-unsealed-copy"), refused::err);
    Drill.assertNothingIn(disk);

    Drill agreed =
        Drill.of(folder, sealed, "-i", identity, "--etcd", PEERS, "--allow-unsealed-copy");
    agreed.assertPassed(WITHOUT_KEYS);
    assertTrue(agreed.run().err().contains("note: unsealed into a folder"), agreed.run()::err);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
