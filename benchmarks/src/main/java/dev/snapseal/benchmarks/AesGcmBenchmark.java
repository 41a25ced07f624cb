package dev.snapseal.benchmarks;

import dev.snapseal.crypto.Provider;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Opening and sealing under `aesgcm`, through the public API of `crypto`.
///
/// The floor is a bare `Cipher` in a loop over the same values and etcd keys; its nonces are
/// counted, not drawn. The limit: at most 1.15 times the floor from 1 KiB on. Data: Secrets with
/// random content from seed 1, see `ValueSamples`.
public class AesGcmBenchmark extends SealingBenchmark {
  private static final SealingKey KEY = SealingKey.of(Provider.AESGCM);

  /// Who does it; the first is the floor.
  public enum Contender {
    /// The JDK alone.
    CIPHER,
    /// Snapseal.
    TRANSFORMER,
    BOUNCY_CASTLE;

    ValueCipher newCipher() {
      return switch (this) {
        case CIPHER -> new JdkGcm(KEY);
        case TRANSFORMER -> new TransformerCipher(KEY);
        case BOUNCY_CASTLE -> new BouncyCastleGcm(KEY);
      };
    }
  }

  @Param Contender contender;

  @Setup
  public void setUp() {
    begin(contender.newCipher(), AesGcmBenchmark::samples);
  }

  /// The data, on which all contenders agree.
  static ValueSamples samples(int size) {
    return ValueSamples.checked(
        KEY, size, Arrays.stream(Contender.values()).map(Contender::newCipher).toList());
  }
}
