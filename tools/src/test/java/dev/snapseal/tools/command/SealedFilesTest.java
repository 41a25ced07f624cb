package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the commands say of files that are sealed, should be, or only look so by their names.
final class SealedFilesTest {
  /// The example of age.md.
  private static final String IDENTITY =
      "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

  private static final String RECIPIENT =
      "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

  private static final String CONFIG = Backups.config("secretbox", "one", Backups.KEY_ONE);

  @TempDir private Path folder;
  private Backups backups;

  @BeforeEach
  void writeFiles() throws IOException {
    backups = new Backups(folder);
    backups.write(
        "live.db",
        Backups.etcd().put("/registry/secrets/a/one", Backups.secret("a", "one").toBytes()));
    backups.write(
        "hidden.db",
        Backups.etcd()
            .put("/registry/secrets/a/one", Backups.sealed(CONFIG, Backups.secret("a", "one"))));
    backups.write("k.yaml", CONFIG);
    backups.write("two.yaml", Backups.config("secretbox", "two", Backups.KEY_TWO));
    backups.write("key.txt", "# public key: " + RECIPIENT + "\n" + IDENTITY + "\n");
    backups.write("right", "the right one\n");
    backups.write("wrong", "another one\n");
    seal("live.db", "live.age");
    seal("hidden.db", "hidden.age");
    try (var sealing = Files.newOutputStream(folder.resolve("k.age"))) {
      sealing.write(sealedByAge("k.yaml"));
    }
  }

  private void seal(String file, String sealed) {
    Backups.Run run = backups.run("seal", file, "-r", RECIPIENT, "--output", path(sealed));
    assertEquals(0, run.code(), run.err());
  }

  /// `seal` takes backups only.
  private byte[] sealedByAge(String file) throws IOException {
    Process age =
        new ProcessBuilder("age", "-r", RECIPIENT, path(file))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return age.getInputStream().readAllBytes();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compact live.age",
        "salvage live.age",
        "encrypt live.age --config k.yaml",
        "rekey live.age --config k.yaml --to-config two.yaml --resources configmaps",
        "decrypt hidden.age --config k.yaml"
      })
  void whatComesSealedAndIsNotSealedAnewIsSaid(String command) {
    Backups.Run run = run(command + " -i key.txt --output", "new.db");
    assertEquals(0, run.code(), run.err());
    String file = words(command).get(1);
    assertTrue(
        run.err()
            .contains(
                "warning: [%s] was sealed with age, new.db is not: whoever has it can read"
                        .formatted(file)
                    + " what is not encrypted\nhint:  to have it sealed as well: snapseal "
                    + command
                    + " -i key.txt --output - | snapseal seal - -r age1... --output new.db.age\n"),
        run.err());
  }

  @Test
  void whatWasNotSealedNeedsNoWarning() {
    Backups.Run run = run("compact live.db --output", "new.db");
    assertFalse(run.err().contains("sealed"), run.err());
  }

  /// The pipe that hints name keeps what is sealed sealed.
  @Test
  void thePipeThatTheHintNamesWorks() {
    Backups.Run compact = run("compact live.age -i key.txt --output", "-");
    assertEquals(0, compact.code(), compact.err());
    assertFalse(compact.err().contains("warning"), compact.err());
    byte[] bytes = compact.bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    ProgramRun seal =
        ProgramRun.reading(bytes, "seal", "-", "-r", RECIPIENT, "--output", path("new.age"));
    assertEquals(0, seal.code(), seal::err);
    assertEquals(0, backups.run("info", "new.age", "-i", "key.txt").code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compact live.db",
        "salvage live.db",
        "encrypt live.db --config k.yaml",
        "open live.age -i key.txt",
        "capture 127.0.0.1:1"
      })
  void aNameThatPromisesASealIsRefused(String command) {
    Backups.Run run = run(command + " --output", "new.db.age");
    assertEquals(2, run.code(), run.err());
    assertTrue(
        run.err()
            .startsWith(
                "error: [new.db.age] the name says that it is sealed with age, and it would not"
                    + " be\nhint:  "),
        run.err());
    assertTrue(
        run.err()
            .endsWith(
                "hint:  or name it for what it is: snapseal " + command + " --output new.db\n"),
        run.err());
    assertFalse(Files.exists(folder.resolve("new.db.age")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "seal live.age -r age1x --output x.age=>to seal it anew: snapseal open live.age -i key.txt"
            + " --output - | snapseal seal - -r age1x --output x.age",
        "seal secret.age -r age1x --output x.age=>to seal it anew: snapseal open secret.age"
            + " --passphrase-file passphrase.txt --output - | snapseal seal - -r age1x --output"
            + " x.age"
      })
  void whatIsSealedIsSealedAnewByOpeningIt(String command, String hint) {
    sealWithPassphrase();
    Backups.Run run = run(command.replace("age1x", RECIPIENT));
    assertEquals(5, run.code(), run.err());
    String file = words(command).get(1);
    assertEquals(
        "error: [" + file + "] it is sealed already\nhint:  " + hint + "\n",
        run.err().replace(RECIPIENT, "age1x"));
  }

  private void sealWithPassphrase() {
    Backups.Run sealed =
        backups.run(
            "seal", "live.db", "--passphrase-file", "right", "--output", path("secret.age"));
    assertEquals(0, sealed.code(), sealed.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"info secret.age", "open secret.age --output x.db"})
  void aWrongPassphraseIsTriedAgain(String command) {
    sealWithPassphrase();
    Backups.Run run = run(command + " --passphrase-file wrong");
    assertEquals(5, run.code(), run.err());
    assertEquals(
        """
        error: [secret.age] the passphrase is not the one that it was sealed with
        hint:  only the right one opens it; try again: snapseal %s --passphrase-file wrong
        """
            .formatted(command),
        run.err());
  }

  @Test
  void aSealedConfigurationIsOpenedInMemory() {
    Backups.Run open = run("audit hidden.db --config k.yaml");
    Backups.Run sealed = run("audit hidden.db --config k.age -i key.txt");
    assertEquals(0, sealed.code(), sealed.err());
    assertTrue(sealed.out().contains("1 opened"), sealed.out());
    assertTrue(open.out().contains("1 opened"), open.out());
    Backups.Run rekey =
        run(
            "rekey hidden.age --config k.age --to-config two.yaml -i key.txt --output",
            "rekeyed.db");
    assertEquals(0, rekey.code(), rekey.err());
    assertTrue(run("audit rekeyed.db --config two.yaml").out().contains("1 opened"));
  }

  @Test
  void aSealedConfigurationAsksForAnIdentityOnce() {
    Backups.Run without = run("audit hidden.db --config k.age");
    assertEquals(5, without.code(), without.err());
    assertEquals(
        """
        error: [k.age] it is sealed with age, and no identity was given
        hint:  open it in memory: snapseal audit hidden.db --config k.age -i key.txt
        """,
        without.err());
  }

  /// What is in it is judged as if it lay there without the seal.
  @Test
  void aSealedFileThatIsNoConfigurationIsSaidToBeNone() throws IOException {
    Files.write(folder.resolve("notes.age"), sealedByAge("right"));
    Backups.Run run = run("audit hidden.db --config notes.age -i key.txt");
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().startsWith("error: [notes.age] "), run.err());
  }

  /// `capture` has no identities.
  @Test
  void aCommandWithoutIdentitiesReadsWhatAgeOpens() {
    Backups.Run run = run("capture 127.0.0.1:1 --config k.age --output x.db");
    assertEquals(5, run.code(), run.err());
    assertTrue(
        run.err()
            .endsWith(
                "hint:  open it on the way: age -d -i key.txt k.age | snapseal capture 127.0.0.1:1"
                    + " --config - --output x.db\n"),
        run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "audit hidden.age --config two.yaml -i key.txt=>snapseal needs hidden.age -i key.txt",
        "case CASE add hidden.age -i key.txt"
            + "=>add hidden.age --config encryption-config.yaml -i key.txt",
        "case CASE add hidden.age --config two.yaml --identity=key.txt"
            + "=>add hidden.age --config two.yaml --config old.yaml -i key.txt",
        "encrypt hidden.age --config two.yaml -i key.txt --output x.db"
            + "=>snapseal keys hidden.age --config two.yaml -i key.txt",
        "compact hidden.age --revision 99 -i key.txt --output x.db"
            + "=>snapseal info hidden.age -i key.txt"
      })
  void aHintThatNamesASealedFileSaysWhatOpensIt(String command, String hint) {
    Backups.Run run = run(command.replace("CASE", path("CASE")).replace("=key", "=" + path("key")));
    String said = (run.out() + run.err()).replace(folder + "/", "").replaceAll("\n +", " ");
    assertTrue(said.contains(hint + "\n") || said.contains(hint + " "), said);
  }

  @Test
  void aHintOfADamagedSealedFileSaysWhatOpensIt() throws IOException {
    byte[] broken = Files.readAllBytes(folder.resolve("live.db"));
    Arrays.fill(broken, 2 * 4096, broken.length, (byte) 0xFF);
    Files.write(folder.resolve("broken.db"), broken);
    seal("broken.db", "broken.age");
    assertTrue(
        run("check broken.age -i key.txt")
            .out()
            .contains("snapseal salvage broken.age -i key.txt --output saved.db"));
    assertTrue(
        run("keys broken.age -i key.txt").err().contains("snapseal check broken.age -i key.txt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "seal live.db -R key.txt=>the recipient that belongs to it: age-keygen -y key.txt",
        "seal live.db -r SECRET=>the recipient that belongs to it: age-keygen -y key.txt",
        "seal live.db -R sshk.pub=>age takes it: age -R sshk.pub -o backup.db.age live.db",
        "seal live.db -R nobody=>write one into it: age-keygen -y key.txt >> nobody",
        "info live.age -i pub.txt"
            + "=>name the file with the secret key, that age-keygen wrote: -i key.txt",
        "info live.age -i nobody"
            + "=>name the file with the secret key, that age-keygen wrote: -i key.txt",
        "info live.age -i sshk=>age takes it: age -d -i sshk live.age | snapseal info -",
        "open live.age -i sshk --output x.db"
            + "=>age takes it: age -d -i sshk live.age > backup.db"
      })
  void aKeyInTheWrongPlaceGetsTheRightOne(String command, String hint) throws IOException {
    backups.write("pub.txt", RECIPIENT + "\n");
    backups.write("sshk.pub", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA comment\n");
    backups.write("sshk", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n");
    backups.write("nobody", "# nobody\n");
    String output = command.startsWith("seal") ? " --output x.age" : "";
    Backups.Run run = run(command.replace("SECRET", IDENTITY) + output);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().endsWith("\nhint:  " + hint + "\n"), run.err());
    assertFalse(run.err().contains(IDENTITY), run.err());
  }

  @Test
  void aFileWhoseEndIsMissingIsSealedWithAWarning() throws IOException {
    byte[] whole = Files.readAllBytes(TestData.cluster("etcd-3.6").finalDb());
    Files.write(folder.resolve("cut.db"), Arrays.copyOf(whole, whole.length / 8192 * 4096));
    Backups.Run run = run("seal cut.db -r " + RECIPIENT + " --output", "cut.age");
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.err()
            .startsWith("warning: [cut.db] was damaged before it was sealed: its end is missing"),
        run.err());
    Files.write(folder.resolve("stump.db"), Arrays.copyOf(whole, 4096));
    Backups.Run stump = run("seal stump.db -r " + RECIPIENT + " --output", "stump.age");
    assertTrue(stump.err().startsWith("warning: [stump.db] was damaged"), stump.err());
  }

  /// As of `snapseal open ... --output - | true`: no word of success, none of what was not made.
  @ParameterizedTest
  @ValueSource(strings = {"open live.age -i key.txt", "compact live.db"})
  void aReaderThatGoesAwayIsOneLine(String command) {
    PrintStream gone =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandIo io =
        new CommandIo(
            InputStream.nullInputStream(),
            new PrintWriter(gone, false, UTF_8),
            new PrintWriter(err, true, UTF_8),
            gone,
            Terminal.NONE);
    String[] args =
        words(command + " --output -").stream()
            .map(word -> Files.exists(folder.resolve(word)) ? path(word) : word)
            .toArray(String[]::new);
    assertEquals(6, SnapsealCommand.run(io, args));
    assertEquals(
        "error: standard output was closed or is full: not all was written\n", err.toString(UTF_8));
  }

  /// The last word is a file that is not there yet.
  private Backups.Run run(String command, String made) {
    return run(command + " " + (made.equals("-") ? made : path(made)));
  }

  private Backups.Run run(String command) {
    return backups.run(words(command).toArray(String[]::new));
  }

  private static List<String> words(String command) {
    return List.of(command.split(" ", -1));
  }
}
