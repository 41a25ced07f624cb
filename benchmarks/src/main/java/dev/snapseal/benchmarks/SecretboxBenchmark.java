package dev.snapseal.benchmarks;

import dev.snapseal.crypto.Provider;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Opening and sealing under `secretbox`, through the public API of `crypto`.
///
/// The floor is Bouncy Castle's XSalsa20 and Poly1305 in a loop over the same values; its nonces
/// are counted, not drawn. The limit: at most 1.15 times the floor from 1 KiB on. Data: Secrets
/// with random content from seed 1, see `ValueSamples`.
public class SecretboxBenchmark extends SealingBenchmark {
  private static final SealingKey KEY = SealingKey.of(Provider.SECRETBOX);

  /// Who does it; the first is the floor.
  public enum Contender {
    /// The engines alone.
    BOUNCY_CASTLE,
    /// Snapseal.
    TRANSFORMER;

    ValueCipher newCipher() {
      return switch (this) {
        case BOUNCY_CASTLE -> new BouncyCastleSecretbox(KEY);
        case TRANSFORMER -> new TransformerCipher(KEY);
      };
    }
  }

  @Param Contender contender;

  @Setup
  public void setUp() {
    begin(contender.newCipher(), SecretboxBenchmark::samples);
  }

  /// The data, on which all contenders agree.
  static ValueSamples samples(int size) {
    return ValueSamples.checked(
        KEY, size, Arrays.stream(Contender.values()).map(Contender::newCipher).toList());
  }
}
