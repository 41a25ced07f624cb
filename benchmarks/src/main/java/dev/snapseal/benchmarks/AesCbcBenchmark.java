package dev.snapseal.benchmarks;

import dev.snapseal.crypto.Provider;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Opening and sealing under `aescbc`, through the public API of `crypto`.
///
/// The floor is a bare `Cipher` in a loop over the same values; a second one, without what it costs
/// to begin a cipher, is the least that CBC can take. The limit: at most 1.15 times the floor from
/// 1 KiB on. Data: Secrets with random content from seed 1, see `ValueSamples`.
public class AesCbcBenchmark extends SealingBenchmark {
  private static final SealingKey KEY = SealingKey.of(Provider.AESCBC);

  /// Who does it; the first is the floor.
  public enum Contender {
    /// The JDK alone, a cipher begun anew for each value, as the API server does it.
    CIPHER,
    /// The JDK alone, one endless stream.
    CIPHER_STREAM,
    /// Snapseal.
    TRANSFORMER,
    BOUNCY_CASTLE;

    ValueCipher newCipher() {
      return switch (this) {
        case CIPHER -> new JdkCbc(KEY);
        case CIPHER_STREAM -> new JdkCbcStream(KEY);
        case TRANSFORMER -> new TransformerCipher(KEY);
        case BOUNCY_CASTLE -> new BouncyCastleCbc(KEY);
      };
    }
  }

  @Param Contender contender;

  @Setup
  public void setUp() {
    begin(contender.newCipher(), AesCbcBenchmark::samples);
  }

  /// The data, on which all contenders agree.
  static ValueSamples samples(int size) {
    return ValueSamples.checked(
        KEY, size, Arrays.stream(Contender.values()).map(Contender::newCipher).toList());
  }
}
