package dev.snapseal.crypto.keys;

import static dev.snapseal.crypto.keys.TestRings.PATH;
import static dev.snapseal.crypto.keys.TestRings.SECRETS;
import static dev.snapseal.crypto.keys.TestRings.keys;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.NonceLocation;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {

  /// Every provider with every key length and kind of data key.
  enum Writer {
    IDENTITY(TestRings.identity()),
    AESCBC_128(keys("aescbc", "k=1/16")),
    AESCBC_192(keys("aescbc", "k=2/24")),
    AESCBC_256(keys("aescbc", "k=3/32")),
    AESGCM_128(keys("aesgcm", "k=4/16")),
    AESGCM_192(keys("aesgcm", "k=5/24")),
    AESGCM_256(keys("aesgcm", "k:with:colons=6/32")),
    SECRETBOX(keys("secretbox", "k=7/32")),
    KMS_V1(TestRings.kmsV1()),
    KMS_V2_SEED(TestRings.kmsV2("v2a")),
    KMS_V2_SEED_WITH_ANNOTATIONS(TestRings.kmsV2("v2b")),
    KMS_V2_KEY(TestRings.kmsV2("v2c"));

    final String configuration;

    Writer(String configuration) {
      this.configuration = configuration;
    }

    KeyRing ring() {
      return TestRings.ring(configuration);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePlannedSizeIsTheRealSizeAndEverySizeReadsBack(Writer writer) throws Exception {
    byte[] plain = TestRings.object(4096);
    try (KeyRing ring = writer.ring();
        ValueTransformers worker = ring.newWorker()) {
      for (int length = 0; length <= plain.length; length++) {
        byte[] stored = worker.encrypt(SECRETS, PATH, plain, 0, length);
        assertEquals(worker.encryptedLength(SECRETS, length), stored.length);
        assertArrayEquals(
            Arrays.copyOf(plain, length), read(worker, stored), writer + " " + length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void largeValuesReadBack(Writer writer) throws Exception {
    try (KeyRing ring = writer.ring();
        ValueTransformers worker = ring.newWorker()) {
      for (int length : new int[] {64 << 10, 1 << 20, (1 << 20) + 1, (3 << 20) - 1}) {
        byte[] plain = TestRings.object(length);
        byte[] stored = worker.encrypt(SECRETS, PATH, plain, 0, length);
        assertArrayEquals(plain, read(worker, stored));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
  void twoWritesOfOnePlaintextShareNoNonce(Writer writer) throws Exception {
    byte[] plain = TestRings.object(64);
    try (KeyRing ring = writer.ring();
        ValueTransformers worker = ring.newWorker()) {
      byte[] one = worker.encrypt(SECRETS, PATH, plain, 0, plain.length);
      byte[] two = worker.encrypt(SECRETS, PATH, plain, 0, plain.length);
      assertNotEquals(encoded(one), encoded(two));
      Optional<NonceLocation> nonce = NonceLocation.in(encrypted(ring, one), one);
      if (writer != Writer.KMS_V1) {
        assertFalse(sameBytes(nonce.orElseThrow(), one, two));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasWrittenIsNotStale(Writer writer) throws Exception {
    byte[] plain = TestRings.object(100);
    try (KeyRing ring = writer.ring();
        ValueTransformers worker = ring.newWorker()) {
      byte[] stored = worker.encrypt(SECRETS, PATH, plain, 0, plain.length);
      DecryptedValue value = worker.decryptWithAnyKey(PATH, stored, 0, stored.length);
      assertFalse(value.stale());
      assertEquals(ring.writingRule(SECRETS).prefix(), value.prefix());
      assertEquals(true, ring.writingRule(SECRETS).isCurrent(value));
    }
  }

  @Property(tries = 300)
  void anyContentUnderAnyNameAndPathReadsBack(
      @ForAll Writer writer,
      @ForAll @Size(max = 3000) byte[] plain,
      @ForAll @Size(max = 300) byte[] path)
      throws KmsPluginException, ValueDecryptionException {
    EtcdKey key = EtcdKey.of(path);
    try (KeyRing ring = writer.ring();
        ValueTransformers worker = ring.newWorker()) {
      byte[] stored = worker.encrypt(SECRETS, key, plain, 0, plain.length);
      if (writer != Writer.IDENTITY) {
        DecryptedValue value = worker.decrypt(SECRETS, key, stored, 0, stored.length);
        assertArrayEquals(plain, value.toBytes());
      }
    }
  }

  @Property(tries = 200)
  void namesWithColonsAreFoundThroughTheConfiguration(
      @ForAll("names") String name, @ForAll @Size(min = 4, max = 200) byte[] tail)
      throws KmsPluginException, ValueDecryptionException {
    byte[] plain = TestRings.object(tail.length);
    try (KeyRing ring =
            TestRings.ring(keys("aescbc", name + "=1/32"), keys("aesgcm", "a=2/32", "a:b=3/32"));
        ValueTransformers worker = ring.newWorker()) {
      byte[] stored = worker.encrypt(SECRETS, PATH, plain, 0, plain.length);
      assertEquals(name, encrypted(ring, stored).prefix().keyName());
      DecryptedValue value = worker.decryptWithAnyKey(PATH, stored, 0, stored.length);
      assertEquals(name, value.keyName());
      assertArrayEquals(plain, value.toBytes());
    }
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab:-. é1").ofMinLength(1).ofMaxLength(12);
  }

  @Test
  void aMillionNoncesDoNotRepeat() throws KmsPluginException {
    long[] beginnings = new long[1_000_000];
    try (KeyRing ring = Writer.AESGCM_128.ring();
        ValueTransformers worker = ring.newWorker()) {
      for (int i = 0; i < beginnings.length; i++) {
        byte[] stored = worker.encrypt(SECRETS, PATH, new byte[0], 0, 0);
        int nonce = stored.length - 28;
        beginnings[i] = java.nio.ByteBuffer.wrap(stored, nonce, 8).getLong();
      }
    }
    Arrays.sort(beginnings);
    for (int i = 1; i < beginnings.length; i++) {
      assertNotEquals(beginnings[i - 1], beginnings[i]);
    }
  }

  private static boolean sameBytes(NonceLocation nonce, byte[] one, byte[] two) {
    int end = nonce.offset() + nonce.lengthBytes();
    return Arrays.equals(one, nonce.offset(), end, two, nonce.offset(), end);
  }

  private static StoredValue.Encrypted encrypted(KeyRing ring, byte[] stored) {
    return (StoredValue.Encrypted) ring.classify(stored, 0, stored.length);
  }

  private static byte[] read(ValueTransformers worker, byte[] stored)
      throws ValueDecryptionException {
    return worker.decrypt(SECRETS, PATH, stored, 0, stored.length).toBytes();
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
