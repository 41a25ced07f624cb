package dev.snapseal.benchmarks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.Provider;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every benchmark's gate, on less data than is measured.
final class GateTest {
  private static final int VALUES = 500;
  private static final long BYTES = 2 << 20;

  @ParameterizedTest
  @ValueSource(ints = {256, 1024, 16384, 262144})
  void allContendersOpenAndSealTheSame(int size) {
    assertDoesNotThrow(() -> AesCbcBenchmark.samples(size));
    assertDoesNotThrow(() -> AesGcmBenchmark.samples(size));
    assertDoesNotThrow(() -> SecretboxBenchmark.samples(size));
  }

  @Test
  void aContenderWithAnotherKeyIsFound() {
    SealingKey key = SealingKey.of(Provider.AESGCM);
    SealingKey other = new SealingKey(key.provider(), new byte[32]);
    assertThrows(
        IllegalStateException.class,
        () -> ValueSamples.checked(key, 1024, List.of(new JdkGcm(key), new JdkGcm(other))));
  }

  @Test
  void allClassifiersAgreeOnARealClustersValues() {
    StoredValues values = new StoredValues();
    assertTrue(values.countByPrefix() > 0);
  }

  @Test
  void allWalksSeeTheSameRecords() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      PageWalk walk = new PageWalk(LargeImage.make(arena, VALUES, BYTES));
      assertTrue(walk.survey() > 0);
      assertTrue(walk.revisions() > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void allRewritesComeToTheSamePlaintexts(int threads) throws IOException {
    try (Arena arena = Arena.ofShared();
        Rewrites rewrites = new Rewrites(LargeImage.make(arena, VALUES, BYTES))) {
      rewrites.cipher(threads);
      rewrites.copy(threads);
      rewrites.write(threads);
      rewrites.planAndWrite(threads);
    }
  }
}
