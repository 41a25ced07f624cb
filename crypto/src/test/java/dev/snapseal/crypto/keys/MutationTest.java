package dev.snapseal.crypto.keys;

import static dev.snapseal.crypto.keys.TestRings.PATH;
import static dev.snapseal.crypto.keys.TestRings.SECRETS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.crypto.NonceLocation;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.config.PublishedKeys;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MutationTest {
  private static final byte[] OBJECT = TestRings.object(60);

  @ParameterizedTest
  @EnumSource
  void everyFlippedBitIsRefusedOrChangesNothingThatIsVouchedFor(RoundTripTest.Writer writer)
      throws Exception {
    try (Subject subject = new Subject(writer)) {
      byte[] stored = subject.write();
      for (int bit = 0; bit < 8 * stored.length; bit++) {
        byte[] mutated = stored.clone();
        mutated[bit / 8] ^= (byte) (1 << bit % 8);
        subject.examine(mutated);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationAndEveryAddedByteIsRefusedOrHarmless(RoundTripTest.Writer writer)
      throws Exception {
    try (Subject subject = new Subject(writer)) {
      byte[] stored = subject.write();
      for (int length = 0; length < stored.length; length++) {
        subject.examine(Arrays.copyOf(stored, length));
      }
      for (int added = 0; added < 256; added++) {
        byte[] longer = Arrays.copyOf(stored, stored.length + 1);
        longer[stored.length] = (byte) added;
        subject.examine(longer);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
  void aDamagedValueDoesNotSpoilTheNextOne(RoundTripTest.Writer writer) throws Exception {
    try (Subject subject = new Subject(writer)) {
      byte[] stored = subject.write();
      for (int cut = 1; cut < 40; cut++) {
        subject.examine(Arrays.copyOf(stored, stored.length - cut));
        subject.examine(stored);
        assertArrayEquals(
            OBJECT, subject.worker.decryptWithAnyKey(PATH, stored, 0, stored.length).toBytes());
      }
    }
  }

  private static final class Subject implements AutoCloseable {
    private final KeyRing ring;
    private final ValueTransformers worker;
    private final PublishedKeyTrial trial = new PublishedKeyTrial(PublishedKeys.load());

    Subject(RoundTripTest.Writer writer) {
      ring = writer.ring();
      worker = ring.newWorker();
    }

    byte[] write() throws Exception {
      return worker.encrypt(SECRETS, PATH, OBJECT, 0, OBJECT.length);
    }

    void examine(byte[] mutated) {
      if (ring.classify(mutated, 0, mutated.length) instanceof StoredValue.Encrypted value) {
        NonceLocation.in(value, mutated)
            .ifPresent(
                nonce ->
                    assertEquals(true, nonce.offset() + nonce.lengthBytes() <= mutated.length));
        assertEquals(true, trial.opening(value, PATH, mutated).isEmpty());
      }
      try {
        worker.decrypt(SECRETS, PATH, mutated, 0, mutated.length);
      } catch (ValueDecryptionException e) {
        assertEquals(false, e.detail().isEmpty());
      }
      try {
        DecryptedValue value = worker.decryptWithAnyKey(PATH, mutated, 0, mutated.length);
        if (!value.readWithoutAuthentication()) {
          assertArrayEquals(OBJECT, value.toBytes());
        }
      } catch (ValueDecryptionException e) {
        assertEquals(false, e.detail().isEmpty());
      }
    }

    @Override
    public void close() {
      worker.close();
      ring.close();
      trial.close();
    }
  }
}
