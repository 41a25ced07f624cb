package dev.snapseal.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.testdata.kubernetes.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.infra.Blackhole;

/// Secrets of one size under one key, in the form that the API server stores: their data is random,
/// from a fixed seed. Together they have 256 KiB, or there are four: they stay in the processor's
/// caches, as values do that were just copied out of a file.
final class ValueSamples {
  private static final int TOTAL_BYTES = 1 << 18;
  private static final int FEWEST = 4;
  private static final int WARMING_ROUNDS = 10;
  private static final int WARMING_CALLS = 2_000;
  private static final long SEED = 1;

  private final List<ValueSample> samples;
  private final byte[] out;

  private ValueSamples(List<ValueSample> samples, int size) {
    this.samples = samples;
    this.out = new byte[size + ValueCipher.MOST_OVERHEAD];
  }

  /// Makes samples and holds every contender to them.
  ///
  /// @param size bytes of each plaintext
  /// @param contenders the first seals the samples
  /// @throws IllegalStateException if a contender opens or seals a sample differently
  static ValueSamples checked(SealingKey key, int size, List<ValueCipher> contenders) {
    ValueSamples made = of(key, size, contenders.getFirst());
    for (ValueCipher contender : contenders) {
      made.check(contender, contenders.getFirst());
    }
    return made;
  }

  private static ValueSamples of(SealingKey key, int size, ValueCipher sealer) {
    byte[] prefix = key.prefix();
    SplittableRandom random = new SplittableRandom(SEED);
    List<ValueSample> samples = new ArrayList<>();
    for (int i = 0; i < Math.max(FEWEST, TOTAL_BYTES / size); i++) {
      StoredObject secret = secret(i, size, random);
      byte[] path = secret.etcdKey().getBytes(US_ASCII);
      byte[] room = Arrays.copyOf(prefix, size + ValueCipher.MOST_OVERHEAD);
      ValueSample plain =
          new ValueSample(EtcdKey.of(path), path, secret.toBytes(), room, prefix.length);
      samples.add(plain.withStored(Arrays.copyOf(room, sealer.seal(plain, room))));
    }
    return new ValueSamples(samples, size);
  }

  /// A Secret that takes exactly `size` bytes.
  private static StoredObject secret(int index, int size, SplittableRandom random) {
    int dataBytes = size;
    for (int longer = 0; longer < 8; longer++) {
      String name = "secret-%04d%s".formatted(index, "x".repeat(longer));
      for (int attempt = 0; attempt < 3; attempt++) {
        byte[] data = new byte[Math.max(0, dataBytes)];
        random.nextBytes(data);
        StoredObject secret = StoredObject.secret("default", name).data("password", data);
        int excess = secret.toBytes().length - size;
        if (excess == 0) {
          return secret;
        }
        dataBytes = data.length - excess;
      }
    }
    throw new IllegalArgumentException("no Secret has " + size + " bytes");
  }

  private void check(ValueCipher contender, ValueCipher first) {
    String name = contender.getClass().getSimpleName();
    for (ValueSample sample : samples) {
      int length = contender.open(sample);
      Gate.require(
          length == sample.plain().length && Arrays.equals(contender.opened(), sample.plain()),
          name + " opens a value differently");
      System.arraycopy(sample.stored(), 0, out, 0, sample.bodyOffset());
      int end = contender.seal(sample, out);
      Gate.require(end == sample.stored().length, name + " seals to another length");
      first.open(sample.withStored(Arrays.copyOf(out, end)));
      Gate.require(
          Arrays.equals(first.opened(), sample.plain()), name + " seals a value differently");
    }
  }

  /// Opens every sample.
  ///
  /// @return bytes of plaintext
  long open(ValueCipher cipher) {
    long bytes = 0;
    for (ValueSample sample : samples) {
      bytes += cipher.open(sample);
    }
    return bytes;
  }

  /// Opens and seals often enough for the JDK to compile its ciphers, which counts calls and not
  /// bytes: with large values alone that takes many seconds. These come in between, because what
  /// was compiled for small ones alone is thrown away at the first large one.
  ///
  /// @param small samples under the same key
  void warm(ValueCipher cipher, ValueSamples small) {
    for (int round = 0; round < WARMING_ROUNDS; round++) {
      openAndSeal(cipher);
      for (int calls = 0; calls < WARMING_CALLS; calls += small.samples.size()) {
        small.openAndSeal(cipher);
      }
    }
  }

  private void openAndSeal(ValueCipher cipher) {
    open(cipher);
    samples.forEach(sample -> cipher.seal(sample, out));
  }

  /// Seals every sample.
  ///
  /// @return bytes of plaintext
  long seal(ValueCipher cipher, Blackhole hole) {
    long bytes = 0;
    for (ValueSample sample : samples) {
      hole.consume(cipher.seal(sample, out));
      bytes += sample.plain().length;
    }
    return bytes;
  }
}
