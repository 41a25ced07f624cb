package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Packing.gzip;
import static dev.snapseal.tools.input.Packing.tar;
import static dev.snapseal.tools.input.Packing.zip;
import static dev.snapseal.tools.input.Packing.zstd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every damage to a packed backup is a declared problem, or what comes out is right, or what comes
/// out is noted as being out of a damaged archive.
class DamageTest {
  /// Eight pages are enough here, and quick.
  private static final byte[] SNAPSHOT = Arrays.copyOf(Inputs.realSnapshot(), 8 * 4096);

  private static final Set<InputProblem> OF_A_CUT =
      EnumSet.of(
          InputProblem.TRUNCATED,
          InputProblem.NOT_A_BACKUP,
          InputProblem.NO_META_PAGE,
          InputProblem.EMPTY);

  @TempDir Path folder;

  private static Map<String, byte[]> packedForms() {
    Map<String, byte[]> forms = new TreeMap<>();
    forms.put("gz", gzip(SNAPSHOT));
    forms.put("zst", zstd(SNAPSHOT));
    forms.put("zip", zip("snapshot", SNAPSHOT));
    forms.put("stored zip", Packing.storedZip("snapshot", SNAPSHOT));
    forms.put("tar", tar("snapshot", SNAPSHOT));
    forms.put("tar.gz", gzip(tar("snapshot", SNAPSHOT)));
    forms.put("tar.zst", zstd(tar("snapshot", SNAPSHOT)));
    forms.put("zip in tar", tar("x.zip", zip("snapshot", SNAPSHOT)));
    return forms;
  }

  @TestFactory
  List<DynamicTest> aPackedBackupThatIsCutOffSaysSo() {
    return packedForms().entrySet().stream()
        .map(form -> DynamicTest.dynamicTest(form.getKey(), () -> cutEverywhere(form.getValue())))
        .toList();
  }

  private void cutEverywhere(byte[] packed) throws InputException {
    for (int length = 0; length < packed.length; length += 97) {
      byte[] cut = Arrays.copyOf(packed, length);
      boolean lossless = Arrays.equals(packed, Arrays.copyOf(cut, packed.length));
      assertCutIsTold(lossless, "pipe cut at " + length, () -> Inputs.openPipe(cut));
      if (length % 11 == 0) {
        Path file = Inputs.write(folder, "cut", cut);
        assertCutIsTold(lossless, "file cut at " + length, () -> Inputs.openPath(file));
      }
    }
  }

  /// @param lossless nothing was cut off but zeros, such as those that fill up a tar
  private static void assertCutIsTold(boolean lossless, String what, Opening opening) {
    try (BackupInput input = opening.open()) {
      // Only what closes a tar may be missing.
      assertArrayEquals(SNAPSHOT, Inputs.bytesOf(input.onlyImage()), what);
      boolean told =
          input.skipped().stream().anyMatch(skip -> skip.problem() == InputProblem.TRUNCATED);
      assertTrue(told || lossless, what);
    } catch (InputException e) {
      assertTrue(OF_A_CUT.contains(e.problem()), () -> what + ": " + e.getMessage());
    }
  }

  @TestFactory
  List<DynamicTest> aFlippedBitIsADeclaredProblemOrDoesNoHarm() {
    return packedForms().entrySet().stream()
        .map(form -> DynamicTest.dynamicTest(form.getKey(), () -> flipMany(form.getValue())))
        .toList();
  }

  /// All bits of headers and trailers, and a sample of those between.
  private static void flipMany(byte[] packed) {
    for (int i = 0; i < packed.length; i += i < 700 || i > packed.length - 700 ? 1 : 101) {
      byte[] flipped = packed.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      assertDeclared(flipped, "byte " + i);
    }
  }

  @Test
  void randomDamageToRandomFormsIsDeclared() {
    long seed = 20260501;
    Random random = new Random(seed);
    List<byte[]> forms = List.copyOf(packedForms().values());
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = forms.get(random.nextInt(forms.size())).clone();
      for (int n = random.nextInt(1, 30); n > 0; n--) {
        int start = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - start, random.nextInt(1, 12));
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, start, length);
      }
      assertDeclared(bytes, "seed " + seed + ", try " + i);
    }
  }

  /// Anything but an [InputException] fails the test.
  private static void assertDeclared(byte[] bytes, String what) {
    try (BackupInput input = Inputs.openPipe(bytes)) {
      assertFalse(input.images().isEmpty(), what);
    } catch (InputException e) {
      assertFalse(e.getMessage().isBlank(), what);
    }
  }

  private interface Opening {
    BackupInput open() throws InputException;
  }
}
