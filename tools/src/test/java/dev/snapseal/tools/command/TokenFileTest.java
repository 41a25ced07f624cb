package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The server token of k3s opens the keys in a snapshot, and they open its Secrets.
class TokenFileTest {
  private static final String USUAL = "password of a full token";
  private static final StoredObject DB = Backups.secret("prod", "db");
  private static final StoredObject WEB = Backups.secret("prod", "web");

  @TempDir Path folder;
  private Backups backups;

  @BeforeEach
  void makeAFolder() throws IOException {
    backups = new Backups(folder);
    backups.write("token", BootstrapSamples.token(USUAL) + "\n");
  }

  private static EtcdBuilder secrets() {
    return Backups.etcd()
        .put(DB.etcdKey(), Backups.sealed(BootstrapSamples.rotated(), DB))
        .put(WEB.etcdKey(), Backups.sealed(BootstrapSamples.first(), WEB));
  }

  private void writeBackup(String name) throws IOException {
    backups.write("db.snapshot", BootstrapSamples.put(secrets(), name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        USUAL,
        "bare password",
        "token without a hash",
        "older form of the content",
        "sealed with the whole token",
        "sealed with nothing"
      })
  void aTokenAloneShowsTheSecretsOfTheSameSnapshot(String name) throws IOException {
    writeBackup(name);
    backups.write("token", BootstrapSamples.token(name));
    Backups.Run run =
        backups.run("get", "db.snapshot", "secret/prod/db", "--token-file", "token", "-o", "raw");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("hunter-db"), run.out());
  }

  @Test
  void everyCommandThatTakesKeysTakesAToken() throws IOException {
    writeBackup(USUAL);
    assertEquals(0, run("keys", "db.snapshot"));
    assertEquals(0, run("check", "db.snapshot"));
    assertEquals(0, run("history", "db.snapshot", "secret/prod/web"));
    assertEquals(0, run("needs", "db.snapshot"));
    assertEquals(0, run("sweep", "db.snapshot"));
    Backups.Run audit = backups.run("audit", "db.snapshot", "--token-file", "token", "-o", "json");
    assertEquals(0, ProgramRun.parse(audit.out()).get("summary").get("undecryptable").asLong());
    assertEquals(1, ProgramRun.parse(audit.out()).get("summary").get("stale").asLong());
    assertEquals(0, run("encrypt", "db.snapshot", "--output", folder + "/new.db"));
    JsonNode keys =
        ProgramRun.parse(backups.run("keys", "new.db", "--token-file", "token", "-o", "json").out())
            .get("keys");
    assertEquals(1, keys.size());
    assertEquals("aescbckey-2026-04-16T12:29:38-07:00", keys.get(0).get("keyName").asString());
    assertEquals(2, keys.get(0).get("opens").asLong());
  }

  private int run(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--token-file";
    all[args.length + 1] = "token";
    return backups.run(all).code();
  }

  @Test
  void aZipOfK3sUnderAnyNameIsOpened() throws IOException {
    Path zip = folder.resolve("x.bin");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      packed.putNextEntry(new ZipEntry("on-demand-server-1776345000"));
      packed.write(BootstrapSamples.put(secrets(), USUAL).snapshot().bytes());
    }
    Backups.Run run = backups.run("keys", "x.bin", "--token-file", "token");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("2 keys: every live value opens"), run.out());
  }

  @Test
  void aTokenInTheSameArchiveIsInHandAndAFinding() throws IOException {
    Path zip = folder.resolve("server.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      packed.putNextEntry(new ZipEntry("db/snapshots/on-demand-server-1776345000"));
      packed.write(BootstrapSamples.put(secrets(), USUAL).snapshot().bytes());
      packed.putNextEntry(new ZipEntry("notes"));
      packed.write("a text that is no token".getBytes(UTF_8));
      packed.putNextEntry(new ZipEntry("token"));
      packed.write(BootstrapSamples.token(USUAL).getBytes(UTF_8));
    }
    Backups.Run run = backups.run("needs", "server.zip");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("server.zip!token\n"), run.out());
    assertTrue(run.out().contains("warning SS019 encryption-key-beside: the token"), run.out());
  }

  @Test
  void aRecordOfBeforeARotationBringsItsKeysToo() throws IOException {
    EtcdBuilder etcd = BootstrapSamples.put(secrets(), USUAL);
    backups.write("db.snapshot", BootstrapSamples.put(etcd, "the same, an earlier record"));
    assertEquals(0, run("keys", "db.snapshot"));
  }

  @Test
  void aWrongTokenADamagedRecordAndNoRecordAreToldApart() throws IOException {
    writeBackup("another token");
    backups.write("token", BootstrapSamples.token("another token"));
    Backups.Run wrong = backups.run("keys", "db.snapshot", "--token-file", "token");
    assertEquals(5, wrong.code());
    assertTrue(
        wrong
            .err()
            .matches(
                "(?s)error: \\[token\\] wrong token: its record would be /bootstrap/[0-9a-f]{12},"
                    + " and there is /bootstrap/[0-9a-f]{12}\n.*"),
        wrong.err());
    backups.write("token", "K10abcdef");
    Backups.Run cut = backups.run("keys", "db.snapshot", "--token-file", "token");
    assertTrue(cut.err().contains("wrong token, which looks cut (K10 without ::)"), cut.err());

    backups.write("token", BootstrapSamples.token(USUAL));
    for (String damage : new String[] {"one bit changed", "cut", "no base64"}) {
      writeBackup(damage);
      Backups.Run damaged = backups.run("keys", "db.snapshot", "--token-file", "token");
      assertEquals(4, damaged.code());
      assertTrue(damaged.err().contains("the bootstrap record is damaged: "), damaged.err());
    }

    backups.write("db.snapshot", secrets());
    Backups.Run none = backups.run("keys", "db.snapshot", "--token-file", "token");
    assertEquals(5, none.code());
    assertTrue(none.err().contains("there is no bootstrap record of k3s or RKE2"), none.err());
    writeBackup("empty");
    assertTrue(
        backups.run("keys", "db.snapshot", "--token-file", "token").err().contains("0 bytes"));
  }

  @Test
  void blanksAroundATokenDoNotCount() throws IOException {
    writeBackup(USUAL);
    backups.write("token", " \t" + BootstrapSamples.token(USUAL) + " \r\n");
    assertEquals(0, run("keys", "db.snapshot"));
  }

  @Test
  void aFileThatIsNoTokenOrNotThereIsWrongUsage() throws IOException {
    writeBackup(USUAL);
    Backups.Run missing = backups.run("keys", "db.snapshot", "--token-file", folder + "/nowhere");
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("the token cannot be read: no such file"), missing.err());
    backups.write("token", "abcdef.0123456789abcdef");
    assertEquals(2, run("keys", "db.snapshot"));
  }

  @Test
  void aRecordWithoutAConfigurationIsSaidToHaveNone() throws IOException {
    writeBackup("without an encryption configuration");
    Backups.Run run = backups.run("keys", "db.snapshot", "--token-file", "token");
    assertEquals(0, run.code());
    assertTrue(run.err().contains("has no encryption configuration in it"), run.err());
    assertEquals(5, run("encrypt", "db.snapshot", "--output", folder + "/new.db"));
    assertFalse(Files.exists(folder.resolve("new.db")));
  }

  @Test
  void noCommandPrintsTheTokenOrAKey() throws IOException {
    writeBackup(USUAL);
    String token = BootstrapSamples.token(USUAL);
    String password = token.substring(token.lastIndexOf(':') + 1);
    for (String command : new String[] {"keys", "needs", "audit"}) {
      for (String form : new String[] {"text", "json"}) {
        Backups.Run run = backups.run(command, "db.snapshot", "--token-file", "token", "-o", form);
        assertFalse((run.out() + run.err()).contains(password));
        assertFalse(
            (run.out() + run.err()).contains("zHdJ0HsM7ui5hESdCj4e88h5zFqVBgud5yNUKWgfvKs"));
      }
    }
  }

  @Test
  void aTokenBesideTheBackupIsAFindingOfTheAudit() throws IOException {
    writeBackup(USUAL);
    Backups.Run beside = backups.run("audit", "db.snapshot", "--token-file", "token");
    assertTrue(beside.out().contains("error SS019 encryption-key-beside: 1 finding"), beside.out());
    Files.createDirectory(folder.resolve("elsewhere"));
    Files.move(folder.resolve("token"), folder.resolve("elsewhere/token"));
    Backups.Run apart = backups.run("audit", "db.snapshot", "--token-file", "elsewhere/token");
    assertFalse(apart.out().contains("SS019"), apart.out());
  }

  @Test
  void aRekeyedBackupStillCarriesItsOldKeysAndThatIsSaid() throws IOException {
    writeBackup(USUAL);
    backups.write("new.yaml", Backups.config("aesgcm", "one", Backups.KEY_ONE));
    String out = folder + "/new.db";
    Backups.Run run =
        backups.run(
            "rekey",
            "db.snapshot",
            "--token-file",
            "token",
            "--to-config",
            "new.yaml",
            "--output",
            out);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("warning: the bootstrap record in the backup still"), run.err());
    backups.write("plain.db", secrets());
    backups.write("old.json", BootstrapSamples.rotated());
    Backups.Run without =
        backups.run(
            "rekey",
            "plain.db",
            "--config",
            "old.json",
            "--to-config",
            "new.yaml",
            "--output",
            folder + "/other.db");
    assertFalse(without.err().contains("bootstrap"), without.err());
  }

  @Test
  void whoeverHasNoKeysIsToldOfTheToken() throws IOException {
    writeBackup(USUAL);
    Backups.Run run = backups.run("get", "db.snapshot", "secret/prod/db");
    assertEquals(5, run.code());
    assertTrue(run.err().contains(" --token-file /var/lib/rancher/k3s/server/token\n"), run.err());
  }

  @Test
  void theOutputIsNeverWrittenOverTheToken() throws IOException {
    writeBackup(USUAL);
    assertEquals(6, run("encrypt", "db.snapshot", "--force", "--output", folder + "/token"));
    assertTrue(Files.readString(folder.resolve("token")).startsWith("K10"));
  }
}
