package dev.snapseal.benchmarks;

import dev.snapseal.crypto.Provider;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Opening and sealing under `secretbox`, through the public API of `crypto`.
///
/// The floor is Bouncy Castle's XSalsa20 and Poly1305 in a loop over the same values; its nonces
/// are counted, not drawn. The limit: at most 1.15 times the floor from 1 KiB on. Data: Secrets
/// with random content from seed 1, see `ValueSamples`.
@State(Scope.Thread)
public class SecretboxBenchmark {
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

  /// Bytes of each plaintext.
  @Param({"256", "1024", "16384", "262144"})
  int size;

  private ValueSamples samples;
  private ValueCipher cipher;

  @Setup
  public void setUp() {
    samples = samples(size);
    cipher = contender.newCipher();
    samples.warm(cipher, samples(1024));
  }

  /// The data, on which all contenders agree.
  static ValueSamples samples(int size) {
    return ValueSamples.checked(
        KEY, size, Arrays.stream(Contender.values()).map(Contender::newCipher).toList());
  }

  @Benchmark
  public void open(ByteCount count) {
    count.bytes += samples.open(cipher);
  }

  @Benchmark
  public void seal(ByteCount count, Blackhole hole) {
    count.bytes += samples.seal(cipher, hole);
  }
}
