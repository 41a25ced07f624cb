package dev.snapseal.crypto.keys;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.KmsV1Envelope;
import dev.snapseal.crypto.KmsV2Envelope;
import dev.snapseal.crypto.NonceLocation;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import dev.snapseal.crypto.config.PublishedKeys;

/// Hostile stored values: only declared errors.
class StoredValueFuzzTest {
  private static final EtcdKey PATH = EtcdKey.of("/registry/secrets/default/db-password");

  @FuzzTest
  void aStoredValueIsOpenedOrRefused(byte[] value) {
    try (KeyRing ring =
            TestRings.ring(
                TestRings.keys("aescbc", "key1=1/32"),
                TestRings.keys("aesgcm", "key1=1/32"),
                TestRings.keys("secretbox", "key1=1/32"),
                TestRings.kmsV1(),
                TestRings.kmsV2("v2a"));
        ValueTransformers worker = ring.newWorker()) {
      try {
        worker.decrypt(TestRings.SECRETS, PATH, value, 0, value.length);
      } catch (ValueDecryptionException _) {
        return;
      }
    }
  }

  @FuzzTest
  void aStoredValueIsClassified(byte[] value) {
    if (StoredValue.classify(value, 0, value.length) instanceof StoredValue.Encrypted encrypted) {
      NonceLocation.in(encrypted, value);
      try (PublishedKeyTrial trial = new PublishedKeyTrial(PublishedKeys.load())) {
        trial.opening(encrypted, PATH, value);
      }
    }
  }

  @FuzzTest
  void anEnvelopeIsReadOrRefused(byte[] body) {
    try {
      KmsV1Envelope.parse(body, 0, body.length);
    } catch (MalformedCiphertext _) {
      // one of the two answers
    }
    try {
      KmsV2Envelope.parse(body, 0, body.length);
    } catch (MalformedCiphertext _) {
      // one of the two answers
    }
  }
}
