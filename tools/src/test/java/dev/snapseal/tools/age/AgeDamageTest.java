package dev.snapseal.tools.age;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No change to a sealed file goes unnoticed, and what it leaves behind is nothing.
class AgeDamageTest {
  /// The example of age.md.
  private static final String IDENTITY =
      "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

  private static final String RECIPIENT =
      "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

  private static final int CHUNK = 65_536;
  private static final int SEALED_CHUNK = CHUNK + 16;
  private static final int NONCE = 16;

  @TempDir private Path folder;
  private byte[] plaintext;
  private byte[] sealed;
  private int payload;

  @BeforeEach
  void seal() throws IOException {
    plaintext = new byte[2 * CHUNK + 1000];
    new Random(7).nextBytes(plaintext);
    Path file = folder.resolve("sealed");
    try (OutputFile output = OutputFile.create(file, OutputFile.Existing.REFUSE, List.of())) {
      Sealing.run(
          MemorySegment.ofArray(plaintext),
          AgeKeyFile.recipient("-r", RECIPIENT),
          AgeFile.Form.BINARY,
          output,
          _ -> {});
      output.commit();
    }
    sealed = Files.readAllBytes(file);
    payload = sealed.length - (3 * 16 + plaintext.length);
  }

  @Test
  void whatNobodyTouchedOpens() throws IOException {
    assertArrayEquals(plaintext, opened(sealed));
  }

  @Test
  void aBitChangedInHeaderOrNonceIsNoticed() {
    for (int at = 0; at < payload; at++) {
      assertRefused(flipped(at), "bit of byte " + at);
    }
  }

  @Test
  void aBitChangedInAnyChunkOrTagIsNoticed() {
    Random random = new Random(11);
    for (int i = 0; i < 40; i++) {
      assertRefused(flipped(payload + random.nextInt(sealed.length - payload)), "of the payload");
    }
    for (int chunk = 1; chunk <= 2; chunk++) {
      assertRefused(flipped(payload + chunk * SEALED_CHUNK - 1), "tag of chunk " + chunk);
    }
    assertRefused(flipped(sealed.length - 1), "the last tag");
  }

  @Test
  void whatIsCutIsNoticed() {
    for (int length :
        new int[] {
          0,
          1,
          payload - NONCE,
          payload - 1,
          payload,
          payload + SEALED_CHUNK - 1,
          payload + SEALED_CHUNK,
          payload + 2 * SEALED_CHUNK,
          payload + 2 * SEALED_CHUNK + 16,
          sealed.length - 1
        }) {
      assertRefused(Arrays.copyOf(sealed, length), "cut to " + length);
    }
  }

  @Test
  void whatIsAppendedOrMovedIsNoticed() {
    assertRefused(Arrays.copyOf(sealed, sealed.length + 1), "a byte more");
    byte[] swapped = sealed.clone();
    System.arraycopy(sealed, payload, swapped, payload + SEALED_CHUNK, SEALED_CHUNK);
    System.arraycopy(sealed, payload + SEALED_CHUNK, swapped, payload, SEALED_CHUNK);
    assertRefused(swapped, "two chunks swapped");
  }

  /// Not even the part that was authentic.
  @Test
  void ofADamagedFileNothingIsWritten() throws IOException {
    Path damaged = Files.write(folder.resolve("damaged"), flipped(sealed.length - 1));
    Path key = Files.writeString(folder.resolve("key"), IDENTITY + "\n");
    Path out = folder.resolve("out");
    ProgramRun run = ProgramRun.of("open", damaged, "-i", key, "--output", out);
    assertEquals(4, run.code(), run::err);
    assertTrue(run.err().contains("damaged"), run::err);
    assertFalse(Files.exists(out));
    try (var left = Files.list(folder)) {
      assertEquals(3, left.count());
    }
  }

  /// A secret key pasted in the wrong place is refused, and not repeated.
  @Test
  void keysInTheWrongPlaceAreNotPrinted() throws IOException {
    Path backup = Files.write(folder.resolve("any"), plaintext);
    ProgramRun asRecipient =
        ProgramRun.of("seal", backup, "-r", IDENTITY, "--output", folder.resolve("x"));
    assertEquals(2, asRecipient.code());
    assertFalse(asRecipient.err().contains(IDENTITY.substring(20)), asRecipient::err);

    Path recipients =
        Files.writeString(folder.resolve("recipients"), "# ours\n" + RECIPIENT + "\n");
    ProgramRun asIdentity =
        ProgramRun.of(
            "open", folder.resolve("sealed"), "-i", recipients, "--output", folder.resolve("x"));
    assertEquals(2, asIdentity.code());
    assertTrue(asIdentity.err().contains("line 2: a recipient"), asIdentity::err);
  }

  /// Bech32 has a checksum and one case.
  @Test
  void mistypedKeysAreRefused() {
    for (String wrong :
        List.of(
            RECIPIENT.toUpperCase(java.util.Locale.ROOT),
            RECIPIENT.replace('q', 'p'),
            "Age1" + RECIPIENT.substring(4),
            RECIPIENT + "q",
            "age1",
            "")) {
      AgeException refused =
          assertThrows(AgeException.class, () -> AgeKeyFile.recipient("-r", wrong), wrong);
      assertEquals(Reason.BAD_KEY, refused.reason());
    }
    String lower = IDENTITY.toLowerCase(java.util.Locale.ROOT);
    assertThrows(AgeException.class, () -> identities(lower));
    assertThrows(AgeException.class, () -> identities(IDENTITY.replace("EGAEX", "EGAEY")));
    assertThrows(AgeException.class, () -> identities("# nothing but a comment\n"));
  }

  private void assertRefused(byte[] file, String what) {
    Set<Reason> reasons = EnumSet.of(Reason.DAMAGED, Reason.NOT_AGE, Reason.NO_MATCH);
    reasons.add(Reason.UNSUPPORTED); // a letter of the type changed makes it another type
    AgeException refused = assertThrows(AgeException.class, () -> opened(file), what);
    assertTrue(reasons.contains(refused.reason()), what + ": " + refused.getMessage());
  }

  private byte[] flipped(int at) {
    byte[] changed = sealed.clone();
    changed[at] ^= 1;
    return changed;
  }

  private static byte[] opened(byte[] file) throws IOException {
    try (InputStream in = AgeFile.open(new ByteArrayInputStream(file), identities(IDENTITY))) {
      return in.readAllBytes();
    }
  }

  private static Identities identities(String text) throws IOException {
    return AgeKeyFile.identities(
        "key",
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        () -> {
          throw new AssertionError("no passphrase is to be asked for");
        });
  }
}
