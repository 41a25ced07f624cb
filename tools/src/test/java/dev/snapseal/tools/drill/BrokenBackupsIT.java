package dev.snapseal.tools.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.damage.DamagedSnapshots;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever is wrong with a backup, its keys or the etcd at hand: the step that meets it fails, and
/// says what to do.
final class BrokenBackupsIT {
  private static final Path PEERS = Path.of(System.getProperty("snapseal.peers", ""));
  private static final String KEY_ONE = "b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=";
  private static final String KEY_TWO = "dHdvIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=";
  private static final String CHECK = "snapseal check --values";
  private static final String SALVAGE = "snapseal salvage";

  @TempDir private Path folder;

  @Test
  void aBitOfTheTrailer() throws Exception {
    PageSurgeon surgeon = sound().snapshot().surgeon();
    drill(surgeon.flipBit(surgeon.length() - 1, 3).bytes())
        .assertFailed("trailer", "not that of the file", "sha256sum");
  }

  @Test
  void aBitOfAValueUnderTheTrailer() throws Exception {
    PageSurgeon surgeon = PageSurgeon.on(TestData.cluster("etcd-3.6").epoch("0-plain"));
    drill(surgeon.flipBit(surgeon.length() / 2, 1).bytes())
        .assertFailed("trailer", "changed after it was saved", "sha256sum");
  }

  @Test
  void aTrailerCutInTwo() throws Exception {
    PageSurgeon surgeon = sound().snapshot().surgeon();
    drill(surgeon.truncate(surgeon.length() - 20).bytes())
        .assertFailed("trailer", "12 bytes that are no page", "sha256sum");
  }

  @Test
  void aFileCutInTwo() throws Exception {
    PageSurgeon surgeon = PageSurgeon.on(TestData.cluster("etcd-3.6").epoch("0-plain"));
    drill(surgeon.truncate(surgeon.length() / 2 / 4096 * 4096).bytes())
        .assertFailed("trailer", "it was cut, as by a copy that broke off", "copy it again");
  }

  /// Each is of the part of the file that its name says, with a trailer that fits.
  @ParameterizedTest
  @CsvSource({
    "leaf-with-another-id, structure, page-id",
    "cycle-in-branch-pages, structure, page-multiple-references",
    "leaf-keys-swapped, structure, key-order",
    "key-value-cut, structure, key-value",
    "key-value-of-another-revision, structure, mod-revision",
    "revision-put-and-deleted-at-once, structure, revision-order",
    "no-meta-bucket, schema, etcd-buckets",
    "no-key-bucket, schema, etcd-buckets",
    "consistent-index-of-7-bytes, schema, meta-value",
    "compact-revision-of-16-bytes, schema, meta-value",
    "conf-state-garbage, schema, meta-value",
    "storage-version-garbage, schema, storageVersion is no version"
  })
  void aRuleOfTheFormat(String damage, String step, String detail) throws Exception {
    drill(DamagedSnapshots.named(damage).bytes())
        .assertFailed(step, detail, step.equals("schema") ? CHECK : SALVAGE);
  }

  @Test
  void aLeaseThatIsGone() throws Exception {
    byte[] file = sound().put("/registry/events/a/b", "e".getBytes(UTF_8), 0x77).snapshot().bytes();
    drill(file).assertFailed("schema", "/registry/events/a/b on lease 77", "etcdctl del");
  }

  @Test
  void aKeyThatNobodyGave() throws Exception {
    Path sealed = sealed();
    Drill.of(folder, sealed, "--etcd", PEERS, "--config", config("two", "other", KEY_TWO))
        .assertFailed("keys", "k8s:enc:aesgcm:v1:one: 5 values", "--config OLD");
  }

  @Test
  void aWrongKeyOfTheRightName() throws Exception {
    Path sealed = sealed();
    Drill.of(folder, sealed, "--etcd", PEERS, "--config", config("two", "one", KEY_TWO))
        .assertFailed("keys", "5 values of the newest state not opened", "snapseal keys");
  }

  @Test
  void aBitOfACiphertextUnderATrailerThatFits() throws Exception {
    byte[] bytes = Files.readAllBytes(sealed());
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("v1:one:");
    PageSurgeon surgeon = PageSurgeon.on(bytes).flipBit(at + 40, 2).resealTrailer();
    Path changed = Files.write(folder.resolve("changed.db"), surgeon.bytes());
    Drill.of(folder, changed, "--etcd", PEERS, "--config", config("one", "one", KEY_ONE))
        .assertFailed("keys", "1 value of the newest state not opened", "snapseal keys");
  }

  @Test
  void anEtcdOlderThanTheBackup() throws Exception {
    Path file = Files.write(folder.resolve("new.db"), sound().snapshot().bytes());
    Drill.of(folder, file)
        .assertFailed("restore", "is too old: the backup is of etcd 3.6", "--etcd FOLDER");
  }

  @Test
  void aBackupNewerThanEveryEtcd() throws Exception {
    byte[] file =
        sound().row("meta", "storageVersion", "3.99.0".getBytes(UTF_8)).snapshot().bytes();
    drill(file).assertFailed("restore", "of etcd 3.99", "the release of etcd 3.99");
  }

  @Test
  void noEtcdAtAll() throws Exception {
    drill(sound().snapshot().bytes(), "--etcd", Files.createDirectory(folder.resolve("empty")))
        .assertFailed("restore", "there is no etcd in [", "--etcd FOLDER");
  }

  @Test
  void anEtcdWithoutWhatRestores() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    forward(programs.resolve("etcd"), PEERS.resolve("etcd").toString());
    drill(sound().snapshot().bytes(), "--etcd", programs)
        .assertFailed("restore", "there is no etcdutl", "--etcd FOLDER");
  }

  @Test
  void programsOfTwoReleases() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    forward(programs.resolve("etcd"), PEERS.resolve("etcd").toString());
    forward(programs.resolve("etcdctl"), "etcdctl");
    drill(sound().snapshot().bytes(), "--etcd", programs)
        .assertFailed("restore", "of different releases", "the release of etcd 3.6");
  }

  @Test
  void anEtcdThatDoesNotStart() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    forward(programs.resolve("etcdutl"), PEERS.resolve("etcdutl").toString());
    script(
        programs.resolve("etcd"),
        """
        [ "$1" = --version ] && exec echo etcd Version: 3.6.14
        echo '{"level":"fatal","msg":"discovery failed","error":"no such \\"disk\\"","key":"hidden"}'
        exit 1
        """);
    Drill drill = drill(sound().snapshot().bytes(), "--etcd", programs);
    drill.assertFailed(
        "start", "it said last: discovery failed: no such 'disk'", "etcdutl snapshot");
    assertEquals(-1, drill.run().out().indexOf("hidden"));
  }

  @Test
  void aRestoreThatFails() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    forward(programs.resolve("etcd"), PEERS.resolve("etcd").toString());
    script(
        programs.resolve("etcdutl"),
        """
        [ "$1" = version ] && exec echo etcdutl version: 3.6.14
        echo 'Error: expected sha256 [1], got [2]'
        exit 1
        """);
    drill(sound().snapshot().bytes(), "--etcd", programs)
        .assertFailed("restore", "failed: Error: expected sha256 [1], got [2]", "etcdutl snapshot");
  }

  /// A restore that goes wrong without a word: another store is served than the file's.
  @Test
  void anotherStoreIsServed() throws Exception {
    EtcdBuilder other = EtcdBuilder.of(EtcdVersion.V3_6);
    other.put("/registry/configmaps/a/0", "another value");
    other.put("/registry/configmaps/a/foreign", "v");
    for (int i = 2; i < 5; i++) {
      other.put("/registry/configmaps/a/" + i, "value");
    }
    Path otherFile = Files.write(folder.resolve("other.db"), other.snapshot().bytes());
    Path programs = Files.createDirectory(folder.resolve("programs"));
    forward(programs.resolve("etcd"), PEERS.resolve("etcd").toString());
    script(
        programs.resolve("etcdutl"),
        """
        [ "$1" = version ] && exec echo etcdutl version: 3.6.14
        exec %s snapshot restore %s "$4"
        """
            .formatted(PEERS.resolve("etcdutl"), otherFile));
    Drill drill = drill(sound().snapshot().bytes(), "--etcd", programs);
    drill.assertFailed(
        "compare",
        "/registry/configmaps/a/0: its value has other bytes (13 served, 5 in the file)",
        "snapseal get");
    drill.assertFailed(
        "compare", "/registry/configmaps/a/foreign: the file does not have it", "KEY");
    drill.assertFailed("compare", "hashKV", "KEY");
  }

  /// Authentication is on, and there are no users.
  @Test
  void aStoreThatNobodyMayRead() throws Exception {
    drill(sound().row("auth", "authEnabled", new byte[] {1}).snapshot().bytes())
        .assertFailed("compare", "user root may not read it", "grant-role root root");
  }

  /// The key is at hand, but in a rule of another resource: an API server would not find it.
  @Test
  void aKeyInAnotherResourcesRule() throws Exception {
    Path sealed = sealed();
    Path config =
        Files.writeString(
            folder.resolve("moved.yaml"),
            Files.readString(config("one", "one", KEY_ONE)).replace("[secrets]", "[configmaps]"));
    Drill.of(folder, sealed, "--etcd", PEERS, "--config", config)
        .assertFailed("decrypt", "could not read 5 values", "snapseal rekey");
  }

  /// Each of two configurations has a key of the name, and the API server takes one of them.
  @Test
  void aConfigurationThatStandsInTheWrongOrder() throws Exception {
    Path sealed = sealed();
    Path wrong = config("wrong", "one", KEY_TWO);
    Path right = config("one", "one", KEY_ONE);
    Drill drill = Drill.of(folder, sealed, "--etcd", PEERS, "--config", wrong, "--config", right);
    drill.assertFailed("decrypt", "could not read 5 values", "put " + right + " first");
    drill.assertFailed(
        "decrypt", "could not read 5 values", "--config %s --config %s".formatted(right, wrong));
  }

  @Test
  void pluginsThatAreNotThere() throws Exception {
    Cluster cluster = TestData.cluster("etcd-3.6");
    Drill drill =
        Drill.of(
            folder,
            cluster.finalDb(),
            "--etcd",
            PEERS,
            "--config",
            cluster.config(),
            "--kms",
            "plug2=unix:///tmp/nowhere.sock");
    drill.assertFailed(
        "keys", "there is no such socket", "start what answers at /tmp/k1-alpha.sock and /tmp/");
    drill.assertFailed(
        "keys",
        "there is no such socket",
        " --kms plug1=unix:///tmp/k1-alpha.sock --kms plug2=unix:///tmp/nowhere.sock");
    String remedies = drill.json().get("steps").get(7).get("remedies").toString();
    assertTrue(remedies.startsWith("[\"start what answers at /tmp/k1-alpha.sock"), remedies);
  }

  @Test
  void fewerKeysThanBefore() throws Exception {
    EtcdBuilder many = sound();
    for (int i = 0; i < 30; i++) {
      many.put("/registry/secrets/a/" + i, "v");
    }
    Drill before = drill(many.snapshot().bytes());
    assertEquals(0, before.run().code(), before.run()::out);
    Path earlier = Files.writeString(folder.resolve("earlier.json"), before.run().out());
    Drill drill = drill(sound().snapshot().bytes(), "--baseline", earlier);
    drill.assertFailed("counts", "/registry/secrets/: 0, and 30 before", "snapseal info");
    drill.assertFailed("counts", "revision 6, and 36 before", "snapseal info");
  }

  @Test
  void aBaselineOfSomethingElse() throws Exception {
    Path backup = Files.write(folder.resolve("backup.db"), sound().snapshot().bytes());
    Path info =
        Files.writeString(
            folder.resolve("info.json"), ProgramRun.of("info", "-o", "json", backup).out());
    Path failed =
        Files.writeString(
            folder.resolve("failed.json"), "{\"schema\":\"snapseal.drill/1\",\"counts\":null}");
    assertRefused(backup, info, "is no JSON report of snapseal drill");
    assertRefused(backup, backup, "is no JSON report of snapseal drill");
    assertRefused(backup, failed, "failed before it counted anything");
    assertRefused(backup, folder.resolve("nowhere.json"), "no such file");
  }

  private static void assertRefused(Path backup, Path baseline, String reason) {
    ProgramRun run = ProgramRun.of("drill", backup, "--baseline", baseline);
    assertEquals(2, run.code(), run::out);
    assertTrue(run.err().contains(reason), run::err);
    assertTrue(run.err().contains("hint:  "), run::err);
  }

  private static EtcdBuilder sound() {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    for (int i = 0; i < 5; i++) {
      etcd.put("/registry/configmaps/a/" + i, "value");
    }
    return etcd;
  }

  private Drill drill(byte[] backup, Object... more) throws IOException {
    Path file = Files.write(folder.resolve("backup.db"), backup);
    List<Object> args = new ArrayList<>(List.of(more));
    if (!args.contains("--etcd")) {
      args.addAll(List.of("--etcd", PEERS));
    }
    return Drill.of(folder, file, args.toArray());
  }

  /// Five Secrets under one key.
  private Path sealed() throws IOException {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    for (int i = 0; i < 5; i++) {
      StoredObject secret = StoredObject.secret("a", "s" + i).data("password", "hunter-" + i);
      etcd.put(secret.etcdKey(), secret.toBytes());
    }
    Path plain = Files.write(folder.resolve("plain.db"), etcd.snapshot().bytes());
    Path sealed = folder.resolve("sealed.db");
    ProgramRun run =
        ProgramRun.of(
            "encrypt", plain, "--config", config("one", "one", KEY_ONE), "--output", sealed);
    assertEquals(0, run.code(), run::err);
    return sealed;
  }

  private Path config(String file, String keyName, String secret) throws IOException {
    return Files.writeString(
        folder.resolve(file + ".yaml"),
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets]
          providers:
          - aesgcm: {keys: [{name: %s, secret: %s}]}
          - identity: {}
        """
            .formatted(keyName, secret));
  }

  /// A program that is another one, which stays where it is.
  private static void forward(Path file, String program) throws IOException {
    script(file, "exec " + program + " \"$@\"\n");
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
  }
}
