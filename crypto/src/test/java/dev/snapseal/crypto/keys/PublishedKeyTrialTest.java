package dev.snapseal.crypto.keys;

import static dev.snapseal.crypto.keys.TestRings.PATH;
import static dev.snapseal.crypto.keys.TestRings.SECRETS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.config.PublishedKey;
import dev.snapseal.crypto.config.PublishedKeys;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PublishedKeyTrialTest {
  private static final byte[] OBJECT = TestRings.object(200);

  @Test
  void everyPublishedKeyIsFoundUnderEveryProviderThatTakesIt() throws Exception {
    PublishedKeys keys = PublishedKeys.load();
    try (PublishedKeyTrial trial = new PublishedKeyTrial(keys)) {
      for (PublishedKey key : keys.keys()) {
        for (Provider provider : key.usableWith()) {
          byte[] stored =
              write(provider, Base64.getEncoder().encodeToString(key.secret().toBytes()));
          assertEquals(
              key.source(), trial.opening(encrypted(stored), PATH, stored).orElseThrow().source());
        }
      }
    }
  }

  @Test
  void aValueUnderAnyOtherKeyIsNotOpened() throws Exception {
    try (PublishedKeyTrial trial = new PublishedKeyTrial(PublishedKeys.load())) {
      for (Provider provider :
          new Provider[] {Provider.AESCBC, Provider.AESGCM, Provider.SECRETBOX}) {
        for (int i = 0; i < 300; i++) {
          byte[] stored = write(provider, TestRings.secret(i % 256, 32));
          assertTrue(trial.opening(encrypted(stored), PATH, stored).isEmpty());
        }
      }
    }
  }

  @Test
  void anAesgcmValueUnderAnotherPathIsNotOpened() throws Exception {
    String published = "K7VqzJP8YhN9wX2mR5tF3nG8vL1cS6dE4pK9xZ0qW7Y=";
    byte[] stored = write(Provider.AESGCM, published);
    try (PublishedKeyTrial trial = new PublishedKeyTrial(PublishedKeys.load())) {
      assertTrue(trial.opening(encrypted(stored), PATH, stored).isPresent());
      assertTrue(trial.opening(encrypted(stored), EtcdKey.of("/elsewhere"), stored).isEmpty());
    }
  }

  @Test
  void bodiesThatAreTooShortAreNotOpened() throws Exception {
    byte[] stored = write(Provider.SECRETBOX, TestRings.secret(1, 32));
    try (PublishedKeyTrial trial = new PublishedKeyTrial(PublishedKeys.load())) {
      for (Provider provider :
          new Provider[] {Provider.AESCBC, Provider.AESGCM, Provider.SECRETBOX}) {
        for (int length = 0; length < 60; length++) {
          StoredValue.Encrypted cut =
              new StoredValue.Encrypted(
                  new dev.snapseal.crypto.EncryptionPrefix(provider, "k"), 10, length);
          assertTrue(trial.opening(cut, PATH, stored).isEmpty());
        }
      }
    }
  }

  @Test
  void aConfiguredSecretIsRecognised() {
    PublishedKeys keys = PublishedKeys.load();
    SecretKeyBytes secret = keys.keys().getLast().secret().copy();
    assertEquals(keys.keys().getLast(), keys.find(secret).orElseThrow());
    assertTrue(keys.find(SecretKeyBytes.copyOf(new byte[32])).isEmpty());
  }

  private static byte[] write(Provider provider, String secret) throws Exception {
    String keys =
        "{\"%s\":{\"keys\":[{\"name\":\"key1\",\"secret\":\"%s\"}]}}"
            .formatted(provider.jsonName(), secret);
    try (KeyRing ring = TestRings.ring(keys);
        ValueTransformers worker = ring.newWorker()) {
      return worker.encrypt(SECRETS, PATH, OBJECT, 0, OBJECT.length);
    }
  }

  private static StoredValue.Encrypted encrypted(byte[] stored) {
    return (StoredValue.Encrypted) StoredValue.classify(stored, 0, stored.length);
  }
}
