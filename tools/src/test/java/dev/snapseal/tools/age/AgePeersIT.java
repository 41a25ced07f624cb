package dev.snapseal.tools.age;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.age.AgeException.Reason;
import dev.snapseal.tools.output.OutputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Snapseal seals the real age opens, and the other way round.
final class AgePeersIT {
  private static final Path BACKUP = TestData.resource("clusters/etcd-3.6/final.db");

  /// Around the 64 KiB of a chunk.
  private static final int[] SIZES = {0, 1, 65_535, 65_536, 65_537, 131_072, 131_073};

  private static final String PASSPHRASE = "pass phrase \u00e9";

  @TempDir private Path folder;
  private AgePeer age;

  @BeforeEach
  void makeKey() throws Exception {
    age = AgePeer.withNewKey(folder);
  }

  @ParameterizedTest
  @EnumSource
  void bothWaysAtAllSizesAroundAChunk(AgeFile.Form form) throws Exception {
    Recipients recipients = AgeKeyFile.recipient("-r", age.recipient());
    for (int size : SIZES) {
      byte[] plaintext = random(size);
      Path sealed = sealed(plaintext, recipients, form);
      assertArrayEquals(plaintext, age.opened(sealed), "age opens " + size);

      Path file = Files.write(folder.resolve("plain-" + form + size), plaintext);
      assertArrayEquals(plaintext, opened(age.sealed(file, form)), "we open " + size);
    }
  }

  @Test
  void bothWaysWithAPassphrase() throws Exception {
    byte[] plaintext = random(70_000);
    Recipients recipients = Recipients.of(passphrase(PASSPHRASE));
    Path ours = sealed(plaintext, recipients, AgeFile.Form.BINARY);
    assertArrayEquals(plaintext, age.openedWithPassphrase(ours, PASSPHRASE));

    Path file = Files.write(folder.resolve("plain"), plaintext);
    Path theirs = age.sealedWithPassphrase(file, PASSPHRASE);
    assertArrayEquals(plaintext, opened(theirs, Identities.of(passphrase(PASSPHRASE))));
    AgeException wrong =
        assertThrows(
            AgeException.class, () -> opened(theirs, Identities.of(passphrase("another one"))));
    assertEquals(Reason.WRONG_PASSPHRASE, wrong.reason());
  }

  /// An identity file that is itself sealed with a passphrase, as `age -p key.txt` makes it.
  @Test
  void anIdentityFileMayBeSealed() throws Exception {
    Path sealedKey = age.sealedWithPassphrase(age.identity(), PASSPHRASE);
    byte[] plaintext = random(10);
    Path file = Files.write(folder.resolve("plain"), plaintext);
    try (InputStream in = Files.newInputStream(sealedKey)) {
      Identities identities = AgeKeyFile.identities("key", in, () -> passphrase(PASSPHRASE));
      assertArrayEquals(plaintext, opened(age.sealed(file, AgeFile.Form.BINARY), identities));
    }
  }

  @Test
  void eachOfSeveralRecipientsOpensAndNobodyElse() throws Exception {
    AgePeer other = AgePeer.withNewKey(folder);
    byte[] plaintext = random(1000);
    Path sealed =
        sealed(
            plaintext,
            AgeKeyFile.recipient("-r", age.recipient())
                .and(AgeKeyFile.recipient("-r", other.recipient())),
            AgeFile.Form.BINARY);
    assertArrayEquals(plaintext, age.opened(sealed));
    assertArrayEquals(plaintext, other.opened(sealed));
    Identities third = identities(AgePeer.withNewKey(folder));
    AgeException refused = assertThrows(AgeException.class, () -> opened(sealed, third));
    assertEquals(Reason.NO_MATCH, refused.reason());
  }

  /// From the command line, over a real backup; and nobody but age itself saw it in between.
  @ParameterizedTest
  @ValueSource(strings = {"", "-a"})
  void sealsAndOpensABackup(String armor) throws Exception {
    Path sealed = folder.resolve("backup.age");
    ProgramRun seal =
        armor.isEmpty()
            ? ProgramRun.of("seal", BACKUP, "-r", age.recipient(), "--output", sealed)
            : ProgramRun.of("seal", BACKUP, "-r", age.recipient(), armor, "--output", sealed);
    assertEquals(0, seal.code(), seal::err);
    assertArrayEquals(Files.readAllBytes(BACKUP), age.opened(sealed));

    Path opened = folder.resolve("backup.db");
    ProgramRun open =
        ProgramRun.of("open", sealed, "-i", age.identity(), "--output", opened, "-o", "json");
    assertEquals(0, open.code(), open::err);
    assertArrayEquals(Files.readAllBytes(BACKUP), Files.readAllBytes(opened));
    assertEquals(Files.size(BACKUP), open.json().get("output").get("sizeBytes").asLong());
  }

  /// Every command that reads a backup reads a sealed one, packed inside or not, and says the same.
  @Test
  void sealedIsReadAsIfItWereNot() throws Exception {
    Path sealed = age.sealed(BACKUP, AgeFile.Form.BINARY);
    for (List<String> command :
        List.of(
            List.of("info"),
            List.of("audit", "--policy", "secrets"),
            List.of("keys"),
            List.of("check", "--values"),
            List.of("sweep", "--no-hash"))) {
      ProgramRun plain = run(command, BACKUP, "-o", "json");
      ProgramRun opened = run(command, sealed, "-o", "json", "-i", age.identity());
      assertEquals(plain.code(), opened.code(), command + opened.err());
      assertEquals(stable(plain.out(), BACKUP), stable(opened.out(), sealed), command.toString());
      ProgramRun closed = run(command, sealed, "-o", "json");
      if (command.getFirst().equals("sweep")) { // goes on with the other files, and says so
        assertEquals(3, closed.code(), closed::err);
        assertTrue(closed.out().contains("open it with -i IDENTITY"), closed::out);
      } else {
        assertEquals(5, closed.code(), closed::err);
        assertTrue(closed.err().contains("-i key.txt"), closed::err);
      }
    }
  }

  private static ProgramRun run(List<String> command, Object... more) {
    Object[] all = new Object[command.size() + more.length];
    for (int i = 0; i < command.size(); i++) {
      all[i] = command.get(i);
    }
    System.arraycopy(more, 0, all, command.size(), more.length);
    return ProgramRun.of(all);
  }

  private static String stable(String report, Path input) {
    return report
        .replaceAll("\"(startedAt|finishedAt)\" : \"[^\"]*\"", "")
        .replaceAll("\"layers\" : \\[[^]]*]", "")
        .replaceAll("(?m)^.*\"fingerprint\".*$", "")
        .replace(input.toString(), "INPUT");
  }

  private Path sealed(byte[] plaintext, Recipients recipients, AgeFile.Form form)
      throws IOException {
    Path file = folder.resolve("sealed-" + System.nanoTime());
    try (OutputFile output = OutputFile.create(file, OutputFile.Existing.REFUSE, List.of())) {
      Sealing.run(MemorySegment.ofArray(plaintext), recipients, form, output, _ -> {});
      output.commit();
    }
    return file;
  }

  private byte[] opened(Path sealed) throws IOException {
    return opened(sealed, identities(age));
  }

  private static byte[] opened(Path sealed, Identities identities) throws IOException {
    try (InputStream in = AgeFile.open(Files.newInputStream(sealed), identities)) {
      return in.readAllBytes();
    }
  }

  private static Identities identities(AgePeer peer) throws IOException {
    return AgeKeyFile.identities(
        "key",
        new ByteArrayInputStream(Files.readAllBytes(peer.identity())),
        () -> {
          throw new AssertionError("its identities are not sealed");
        });
  }

  private static Passphrase passphrase(String text) throws AgeException {
    return new Passphrase(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
