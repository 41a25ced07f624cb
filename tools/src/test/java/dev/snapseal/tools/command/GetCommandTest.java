package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.Terminal;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GetCommandTest {
  private static final Terminal SCREEN = new Terminal(true, true, false, Terminal.UNLIMITED);
  private static final String CONFIG = Backups.config("aesgcm", "one", Backups.KEY_ONE);
  private static final StoredObject DB = Backups.secret("prod", "db");
  private static final StoredObject SEALED = Backups.secret("prod", "sealed");
  private static final StoredObject GONE = Backups.secret("prod", "gone");

  @TempDir Path folder;
  private Backups backups;

  /// Revisions 2 to 7; history up to 3 is compacted.
  @BeforeEach
  void writeABackup() throws IOException {
    backups = new Backups(folder);
    backups.write(
        "db.snapshot",
        Backups.etcd()
            .put(DB.etcdKey(), DB.toBytes())
            .put("/registry/secrets/prod/filler", "old")
            .compact(3)
            .put(GONE.etcdKey(), GONE.toBytes())
            .put(SEALED.etcdKey(), Backups.sealed(CONFIG, SEALED))
            .delete(GONE.etcdKey())
            .put(DB.etcdKey(), Backups.secret("prod", "db").data("user", "root").toBytes()));
    backups.write("config.yaml", CONFIG);
    backups.write("other.yaml", Backups.config("aesgcm", "one", Backups.KEY_TWO));
  }

  @Test
  void aSecretIsPrintedAsKubectlTakesIt() {
    Backups.Run run = backups.run("get", "db.snapshot", "secret/prod/db");
    assertEquals("", run.err());
    assertEquals(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: db
          namespace: prod
        data:
          password: aHVudGVyLWRi
          user: cm9vdA==
        type: Opaque
        """,
        run.out());
    assertEquals(0, run.code());
  }

  @Test
  void fullKeepsWhatTheServerSets() {
    String out = backups.run("get", "db.snapshot", "secret/prod/db", "--full", "-o", "json").out();
    assertTrue(out.contains("\"resourceVersion\" : \"7\""), out);
    assertTrue(out.contains("\"uid\""), out);
  }

  @ParameterizedTest
  @CsvSource({"3,aHVudGVyLWRi,false", "6,aHVudGVyLWRi,false", "7,aHVudGVyLWRi,true"})
  void theStateAtARevisionIsTheNewestRecordUpToIt(
      String revision, String password, boolean hasUser) {
    String out = backups.run("get", "db.snapshot", "secret/prod/db", "--revision", revision).out();
    assertTrue(out.contains(password), out);
    assertEquals(hasUser, out.contains("user:"));
  }

  @Test
  void rawBytesAreTheDecryptedValueAndNothingElse() {
    Backups.Run run =
        backups.run("get", "db.snapshot", SEALED.etcdKey(), "-o", "raw", "--config", "config.yaml");
    assertArrayEquals(SEALED.toBytes(), run.bytes().toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void hexIsTheDecryptedValueInLines() {
    Backups.Run run =
        backups.run("get", "db.snapshot", SEALED.etcdKey(), "-o", "hex", "--config", "config.yaml");
    assertArrayEquals(
        SEALED.toBytes(), HexFormat.of().parseHex(run.out().replace(System.lineSeparator(), "")));
  }

  @Test
  void aSecretIsHiddenOnATerminal() {
    Backups.Run run = backups.runOn(SCREEN, "get", "db.snapshot", "secret/prod/db");
    assertTrue(run.out().contains("password: \"<9 bytes>\""), run.out());
    assertFalse(run.out().contains("aHVudGVyLWRi"), run.out());
    assertEquals(
        "note: values are hidden on a terminal; show them with --reveal, or pipe\n", run.err());
  }

  @Test
  void revealShowsASecretOnATerminal() {
    Backups.Run run = backups.runOn(SCREEN, "get", "db.snapshot", "secret/prod/db", "--reveal");
    assertTrue(run.out().contains("password: aHVudGVyLWRi"), run.out());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "hex"})
  void bytesOfASecretAreNotWrittenToATerminal(String form) {
    Backups.Run run = backups.runOn(SCREEN, "get", "db.snapshot", DB.etcdKey(), "-o", form);
    assertEquals(6, run.code());
    assertEquals("", run.out());
    assertEquals(
        """
        error: [db.snapshot] /registry/secrets/prod/db at revision 7: a protected value is not written to a terminal
        hint:  write it to a file or pipe, or add --reveal
        """,
        run.err());
  }

  @Test
  void anEncryptedValueWithoutKeysSaysWhichKeyAndTheCommand() {
    assertFails(
        5,
        """
        error: [db.snapshot] /registry/secrets/prod/sealed at revision 5: the value is encrypted under k8s:enc:aesgcm:v1:one: (no configuration was given)
        hint:  name a configuration that has the key: snapseal get db.snapshot secret/prod/sealed --config encryption-config.yaml
        """,
        "secret/prod/sealed");
  }

  @Test
  void aWrongKeyIsToldFromAMissingOne() {
    Backups.Run run =
        backups.run("get", "db.snapshot", "secret/prod/sealed", "--config", "other.yaml");
    assertEquals(5, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().contains("aesgcm key \"one\": "), run.err());
    assertTrue(run.err().contains("hint:  wrong key, changed bytes, or a value moved"), run.err());
  }

  @Test
  void aDeletedKeySaysWhereItsLastValueIs() {
    assertFails(
        2,
        """
        error: [db.snapshot] secret/prod/gone: the key was deleted at revision 6
        hint:  its last value: snapseal get db.snapshot secret/prod/gone --revision 4
        """,
        "secret/prod/gone");
  }

  @Test
  void aCompactedRevisionIsRefusedAsEtcdRefusesIt() {
    assertFails(
        2,
        """
        error: [db.snapshot] secret/prod/db: etcdserver: mvcc: required revision has been compacted; the oldest left is 3
        hint:  snapseal get db.snapshot secret/prod/db --revision 3
        """,
        "secret/prod/db",
        "--revision",
        "2");
  }

  @Test
  void aFutureRevisionIsRefusedAsEtcdRefusesIt() {
    assertFails(
        2,
        """
        error: [db.snapshot] secret/prod/db: etcdserver: mvcc: required revision is a future revision; the newest is 7
        hint:  snapseal get db.snapshot secret/prod/db --revision 7
        """,
        "secret/prod/db",
        "--revision",
        "8");
  }

  @Test
  void aKeyThatCameLaterSaysWhen() {
    assertFails(
        2,
        """
        error: [db.snapshot] secret/prod/sealed: the key did not exist yet; its first revision here is 5
        hint:  snapseal get db.snapshot secret/prod/sealed --revision 5
        """,
        "secret/prod/sealed",
        "--revision",
        "4");
  }

  @Test
  void aMissingKeyNamesTheSameNameElsewhere() {
    assertFails(
        2,
        """
        error: [db.snapshot] secret/stage/sealed: there is no such key
        hint:  there is: snapseal get db.snapshot /registry/secrets/prod/sealed
        hint:  copies on free pages, if there are any: snapseal history db.snapshot secret/stage/sealed --free
        """,
        "secret/stage/sealed");
  }

  @Test
  void whatIsNoObjectIsSaidToBeNone() {
    Backups.Run run = backups.run("get", "db.snapshot", "secret/prod/filler");
    assertEquals(4, run.code());
    assertTrue(run.err().contains("-o raw or -o hex"), run.err());
  }

  @Test
  void anOffsetChoosesOneCopyOfARevision() {
    String old = offsetOf("2");
    Backups.Run run = backups.run("get", "db.snapshot", "secret/prod/db", "--offset", old);
    assertTrue(run.out().contains("password: aHVudGVyLWRi"), run.out() + run.err());
    assertFalse(run.out().contains("user:"), run.out());
  }

  /// The offset is one that the README's history shows.
  @Test
  void aCopyOnAFreePageIsPrintedButHiddenOnATerminal() throws IOException {
    String file = TestData.cluster("remnant-3.6").finalDb().toString();
    String[] command = {"get", file, "secret/prod/s0020", "--offset", "131224"};
    String piped = backups.run(command).out();
    assertTrue(piped.contains("kind: Secret"), piped);
    assertFalse(piped.contains(" bytes>"), piped);
    String shown = backups.runOn(SCREEN, command).out();
    assertTrue(shown.contains(" bytes>"), shown);
    assertEquals(piped.lines().count(), shown.lines().count());
  }

  @Test
  void anOffsetThatIsNoCopyOfTheKeySaysHowToListThem() {
    assertFails(
        2,
        """
        error: [db.snapshot] secret/prod/sealed: no value of this key begins at offset %s
        hint:  the offsets of all copies: snapseal history db.snapshot secret/prod/sealed --free
        """
            .formatted(offsetOf("2")),
        "secret/prod/sealed",
        "--offset",
        offsetOf("2"));
  }

  @Test
  void anOffsetAndARevisionAreOneChoiceTooMany() {
    assertFails(
        2,
        """
        error: --offset and --revision both choose a value: give one of them
        hint:  which copies there are: snapseal history db.snapshot secret/prod/db --free
        """,
        "secret/prod/db",
        "--offset",
        "1",
        "--revision",
        "2");
  }

  /// As `history` lists it.
  private String offsetOf(String revision) {
    for (JsonNode row :
        ProgramRun.parse(
                backups.run("history", "db.snapshot", "secret/prod/db", "-o", "json").out())
            .get("revisions")) {
      if (row.get("revision").toString().equals(revision)) {
        return row.get("offset").toString();
      }
    }
    throw new AssertionError("no revision " + revision);
  }

  private void assertFails(int code, String err, String... args) {
    String[] command = new String[args.length + 2];
    command[0] = "get";
    command[1] = "db.snapshot";
    System.arraycopy(args, 0, command, 2, args.length);
    Backups.Run run = backups.run(command);
    assertEquals(err, run.err());
    assertEquals("", run.out());
    assertEquals(code, run.code());
  }
}
