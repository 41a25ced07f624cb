package dev.snapseal.tools.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What etcd-backup-restore stores, packed by Go's own code.
class GardenerFilesTest {
  @TempDir Path folder;

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(TestData.resource("gardener/" + name));
  }

  private Path anonymous(String name) throws IOException {
    return Files.write(folder.resolve("x.bin"), bytes(name));
  }

  private static byte[] snapshot() throws IOException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes("full.zlib")))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"full.Z", "full.zlib"})
  void aFullSnapshotIsReadWhateverItsName(String name) throws IOException {
    ProgramRun run = ProgramRun.of("keys", anonymous(name), "-o", "json");
    assertEquals(0, run.code(), run.err());
    assertEquals("valid", run.json().get("inputs").get(0).get("trailer").asString());
    assertEquals(2, run.json().get("keys").size());
  }

  @Test
  void lzwGivesTheSameBytesAsZlib() throws IOException {
    try (GoLzwStream in = new GoLzwStream(new ByteArrayInputStream(bytes("full.Z")), "x")) {
      assertArrayEquals(snapshot(), in.readAllBytes());
    }
  }

  @Test
  void everyTruncationAndChangeOfLzwIsDeclaredOrGivesBytes() throws IOException {
    byte[] packed = bytes("delta.Z");
    for (int i = 0; i < packed.length - 1; i++) {
      byte[] cut = Arrays.copyOf(packed, i);
      InputException failure = assertThrows(InputException.class, () -> unpack(cut));
      assertEquals(InputProblem.TRUNCATED, failure.problem());
    }
    for (int bit = 0; bit < packed.length * Byte.SIZE; bit++) {
      byte[] changed = packed.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      try {
        assertTrue(unpack(changed) <= packed.length * 4096L);
      } catch (InputException e) {
        assertTrue(e.problem() == InputProblem.DAMAGED || e.problem() == InputProblem.TRUNCATED);
      }
    }
  }

  private static long unpack(byte[] packed) throws IOException {
    try (GoLzwStream in = new GoLzwStream(new ByteArrayInputStream(packed), "x")) {
      return in.readAllBytes().length;
    }
  }

  @Test
  void aDeltaIsNamedWithItsChanges() throws IOException {
    ProgramRun run = ProgramRun.of("audit", anonymous("delta.Z"));
    assertEquals(4, run.code());
    assertTrue(run.err().contains("(puts 2, deletions 1), SHA-256 right"), run.err());
  }

  @Test
  void aDeltaWithAChangedByteIsDamaged() throws IOException {
    ProgramRun run = ProgramRun.of("audit", anonymous("delta-changed.zlib"));
    assertEquals(4, run.code());
    assertTrue(run.err().contains("whose SHA-256 is not that of the bytes"), run.err());
  }

  @Test
  void aSweepSearchesTheValuesOfADeltaOutOfTheirBase64() throws IOException {
    ProgramRun run = ProgramRun.of("sweep", anonymous("delta.Z"));
    assertEquals(1, run.code() & 1, run.err());
    assertTrue(run.out().startsWith("READABLE: 1 value of secrets in the clear"), run.out());
    assertTrue(run.out().contains("k8s:enc:aescbc:v1:key1:       1"), run.out());
  }

  @Test
  void zlibThatIsCutOrChangedIsSaidToBe() throws IOException {
    byte[] packed = bytes("full.zlib");
    ProgramRun cut = run(Arrays.copyOf(packed, packed.length - 3));
    assertEquals(4, cut.code());
    assertTrue(cut.err().contains("the zlib data ends early"), cut.err());
    packed[packed.length - 1] ^= 1;
    ProgramRun changed = run(packed);
    assertTrue(changed.err().contains("the zlib data is damaged"), changed.err());
  }

  @Test
  void aBombInZlibIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] megabyte = new byte[1 << 20];
    System.arraycopy(snapshot(), 0, megabyte, 0, 4096);
    try (DeflaterOutputStream packer = new DeflaterOutputStream(out)) {
      for (int i = 0; i < 64; i++) {
        packer.write(megabyte);
      }
    }
    InputLimits tight = new InputLimits(java.util.OptionalLong.empty(), 1 << 20, 100, 3, 10, 10);
    InputException failure =
        assertThrows(
            InputException.class,
            () ->
                BackupInput.open(
                    "-", new ByteArrayInputStream(out.toByteArray()), InputOptions.of(tight)));
    assertEquals(InputProblem.TOO_LARGE, failure.problem());
  }

  private ProgramRun run(byte[] content) throws IOException {
    return ProgramRun.of("info", Files.write(folder.resolve("x.bin"), content));
  }
}
