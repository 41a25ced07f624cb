package dev.snapseal.tools.input;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.OptionalLong;

/// Any bytes at all are a declared problem or give a backup. Without `JAZZER_FUZZ=1` this replays
/// the seeds in the resources, one small packed backup of every kind and some broken ones.
class ContainerFuzzTest {
  private static final long MIB = 1 << 20;
  private static final InputLimits SMALL =
      new InputLimits(OptionalLong.of(32 * MIB), 8 * MIB, 250, 3, 1000, 20);

  @FuzzTest(maxDuration = "2m")
  void anyBytesAreADeclaredProblemOrGiveABackup(byte[] bytes) {
    try (BackupInput input = Inputs.openPipe(bytes, SMALL)) {
      assertFalse(input.images().isEmpty());
      input.images().forEach(image -> assertFalse(image.bytes().byteSize() == 0));
    } catch (InputException e) {
      assertFalse(e.getMessage().isBlank());
    }
  }
}
