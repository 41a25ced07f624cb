package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.input.InputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong and what to type instead, as somebody reads it who is tired.
final class HintsTest {
  @TempDir private Path folder;

  /// Of the example in age's specification.
  private static final String RECIPIENT =
      "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

  private Backups backups;

  @BeforeEach
  void writeFiles() throws IOException {
    backups = new Backups(folder);
    backups.write("db.snapshot", Backups.etcd().put("/registry/secrets/prod/db", "x"));
    byte[] whole = Files.readAllBytes(folder.resolve("db.snapshot"));
    byte[] broken = whole.clone();
    Arrays.fill(broken, 2 * 4096, broken.length, (byte) 0xFF);
    Files.write(folder.resolve("broken.db"), broken);
    zip("broken.zip", "broken.db");
    zip("two.zip", "db.snapshot", "db.snapshot2");
    backups.write("notes.txt", "hello");
    zip("notes.zip", "notes.txt");
    ProgramRun.of(
        "seal",
        folder.resolve("db.snapshot"),
        "-r",
        RECIPIENT,
        "--output",
        folder.resolve("sealed.age"));
    zip("sealed.zip", "sealed.age");
    backups.write("empty", "");
    Files.createDirectories(folder.resolve("etcd/member/snap"));
    Files.createDirectories(folder.resolve("etcd/member/wal"));
    Files.write(folder.resolve("etcd/member/snap/db"), broken);
    Files.write(folder.resolve("etcd/member/wal/0.wal"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    Files.createDirectory(folder.resolve("nothing"));
    Files.createDirectory(folder.resolve("logs"));
    backups.write("logs/a.log", "hello");
    byte[] lost = Files.readAllBytes(TestData.cluster("etcd-3.6").finalDb());
    byte[] other = new byte[2 * 4096];
    new Random(5).nextBytes(other);
    System.arraycopy(other, 0, lost, 0, other.length);
    Files.write(folder.resolve("lost.db"), lost);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "audti db.snapshot|there is no command 'audti'|did you mean: snapseal audit db.snapshot",
        "zzz db.snapshot|there is no command 'zzz'|usage and examples: snapseal --help",
        "audit --confg k.yaml db.snapshot|snapseal audit has no option '--confg'"
            + "|did you mean: snapseal audit --config k.yaml db.snapshot",
        "audit -x db.snapshot|snapseal audit has no option '-x'"
            + "|usage and examples: snapseal audit --help",
        "info db.snapshot more|'more' is one argument too many for snapseal info"
            + "|usage and examples: snapseal info --help",
        "audit|FILE is missing|for example: snapseal audit db.snapshot",
        "audit -o json --config k.yaml|FILE is missing"
            + "|for example: snapseal audit -o json --config k.yaml db.snapshot",
        "get db.snapshot|KEY is missing|for example: snapseal get db.snapshot secret/prod/db",
        "get -o json|FILE is missing"
            + "|for example: snapseal get -o json db.snapshot secret/prod/db",
        "audit db.snapshot --config|--config FILE is missing"
            + "|for example: snapseal audit db.snapshot --config encryption-config.yaml",
        "audit -o json --confg=k.yaml db.snapshot|snapseal audit has no option '--confg'"
            + "|did you mean: snapseal audit -o json --config=k.yaml db.snapshot",
        "get db.snapshot secret/prod/db --revision=99 -o raw"
            + "|[db.snapshot] secret/prod/db: etcdserver: mvcc: required revision is a future"
            + " revision; the newest is 2"
            + "|snapseal get db.snapshot secret/prod/db -o raw --revision 2",
        "get db.snapshot a --revision x|Invalid value for option '--revision': 'x' is not a whole"
            + " number|usage and examples: snapseal get --help",
        "help audti|there is no command or topic 'audti'|did you mean: snapseal help audit",
        "audit --kms x db.snapshot|--kms: 'x' is not NAME=unix:///path"
            + "|such as: --kms plug1=unix:///run/kms.sock",
        "audit db.snapshot --config no.yaml"
            + "|[no.yaml] the configuration cannot be read: no such file"
            + "|look for it: ls -l no.yaml"
      })
  void wrongUsageIsOneErrorAndOneHint(String command, String error, String hint) {
    Backups.Run run = backups.run(command.split(" ", -1));
    assertEquals("error: " + error + "\nhint:  " + hint + "\n", run.err());
    assertEquals(2, run.code());
  }

  @Test
  void aHintToLookElsewhereKeepsTheOptionsThatStillApply() throws IOException {
    backups.write("k.yaml", Backups.config("secretbox", "one", Backups.KEY_ONE));
    Backups.Run get =
        backups.run("get", "db.snapshot", "secret/prod/dc", "-o", "raw", "--config", "k.yaml");
    assertEquals(
        """
        error: [db.snapshot] secret/prod/dc: there is no such key
        hint:  there is: snapseal get db.snapshot /registry/secrets/prod/db -o raw --config k.yaml
        hint:  copies on free pages, if there are any: snapseal history db.snapshot secret/prod/dc --free --config k.yaml
        """,
        get.err());
    Backups.Run history = backups.run("history", "-o", "json", "db.snapshot", "secret/prod/dc");
    assertTrue(
        history.err().endsWith(": snapseal history -o json db.snapshot secret/prod/dc --free\n"),
        history.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "audit nothing=>there is no file in it: ls -la nothing",
        "audit logs=>an etcd data directory holds member/snap/db: find logs -name db",
        "info lost.db=>if it was a backup: snapseal salvage lost.db --output saved.db",
        "check lost.db=>if it was a backup: snapseal salvage lost.db --output saved.db",
        "audit empty=>copy the backup again, and compare here and there: sha256sum empty",
        "audit notes.txt=>what is it? file notes.txt",
        "audit notes.zip=>look what is inside: unzip -l notes.zip  or  tar -tf notes.zip",
        "audit etcd/member/wal/0.wal"
            + "=>it is a part of an etcd data directory; name that: snapseal audit etcd",
        "get sealed.age secret/prod/db"
            + "=>open it in memory: snapseal get sealed.age secret/prod/db -i key.txt",
        "audit sealed.zip=>open it in memory: snapseal audit sealed.zip -i key.txt",
        "audit broken.zip=>every broken rule: snapseal check broken.zip",
        "audit etcd=>every broken rule: snapseal check etcd",
        "info two.zip=>unpack it and name one of them: unzip two.zip -d unpacked"
      })
  void anInputThatIsNoBackupGetsAHintWithAPathThatExists(String command, String hint) {
    Backups.Run run = backups.run(command.split(" ", -1));
    List<String> lines = run.err().lines().filter(line -> !line.startsWith("note: ")).toList();
    assertTrue(lines.getFirst().startsWith("error: ["), run.err());
    assertEquals("hint:  " + hint, lines.get(1));
  }

  @ParameterizedTest
  @CsvSource({
    "get etcd/member/wal/0.wal secret/prod/db, etcd/member/wal/0.wal",
    "history logs secret/prod/db, logs",
    "info lost.db, lost.db",
    "info notes.zip, notes.zip",
    "check zeroes, zeroes"
  })
  void whatMayHoldValuesAllTheSameCanBeSwept(String command, String file) throws IOException {
    Files.write(folder.resolve("zeroes"), new byte[1 << 16]);
    Backups.Run run = backups.run(command.split(" ", -1));
    assertTrue(
        run.err().endsWith("hint:  search its bytes as they are: snapseal sweep " + file + "\n"),
        run.err());
  }

  /// Nothing would be found in it.
  @Test
  void anEmptyDirectoryIsNotToBeSwept() {
    assertFalse(backups.run("audit", "nothing").err().contains("snapseal sweep"));
  }

  /// Both meta pages are overwritten by something else; without bbolt's pages it was no backup.
  @Test
  void noiseIsNotToBeSalvaged() throws IOException {
    byte[] noise = new byte[1 << 16];
    new Random(6).nextBytes(noise);
    Files.write(folder.resolve("noise"), noise);
    assertTrue(backups.run("info", "noise").err().contains("what is it? file noise"));
  }

  /// A file where a folder would have to be made.
  @Test
  void aCaseThatCannotBeMadeIsLookedForWhereThereIsSomething() {
    Path file = folder.resolve("notes.txt");
    ProgramRun run =
        ProgramRun.of("case", file.resolve("a/b"), "add", folder.resolve("db.snapshot"));
    assertEquals(6, run.code(), run::err);
    assertTrue(
        run.err().endsWith("hint:  look at it: ls -ld %s; df %s\n".formatted(file, file)),
        run::err);
  }

  @Test
  void whatTheSystemForbidsIsSaidOnce() {
    GivenCommand given = new GivenCommand(List.of("sweep", "/dev/sdz", "kept/db"));
    InputException disk = InputException.of(new AccessDeniedException("/dev/sdz"), "/dev/sdz");
    assertEquals("[/dev/sdz] cannot be read: permission denied", disk.getMessage());
    assertEquals(
        List.of("a disk is read as root: sudo snapseal sweep /dev/sdz kept/db"),
        new InputHints(disk, given).hints());
    InputException file = InputException.of(new AccessDeniedException("kept/db"), "kept/db");
    assertEquals(List.of("who may read it: ls -l kept/db"), new InputHints(file, given).hints());
  }

  @Test
  void anEmptyPipeIsTheFaultOfWhatWritesToIt() {
    Backups.Run run = backups.run("audit", "-");
    assertEquals(4, run.code());
    assertTrue(
        run.err()
            .endsWith(
                "hint:  the command before the pipe wrote nothing: run it alone, and read its"
                    + " errors\n"),
        run.err());
  }

  @Test
  void theProgramAloneSaysWhatToBeginWith() {
    Backups.Run run = backups.run();
    assertEquals(2, run.code());
    assertTrue(run.err().contains("\nBegin with: snapseal audit FILE\n"), run.err());
  }

  private void zip(String name, String... members) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      for (String member : members) {
        zip.putNextEntry(new ZipEntry(member));
        zip.write(Files.readAllBytes(folder.resolve(member.replace("snapshot2", "snapshot"))));
      }
    }
  }
}
