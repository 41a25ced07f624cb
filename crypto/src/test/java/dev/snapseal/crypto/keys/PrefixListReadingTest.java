package dev.snapseal.crypto.keys;

import static dev.snapseal.crypto.keys.TestRings.PATH;
import static dev.snapseal.crypto.keys.TestRings.SECRETS;
import static dev.snapseal.crypto.keys.TestRings.identity;
import static dev.snapseal.crypto.keys.TestRings.keys;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.PlainForm;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.AuthenticationFailed;
import dev.snapseal.crypto.ValueDecryptionException.NotAnObject;
import dev.snapseal.crypto.ValueDecryptionException.UnknownKey;
import dev.snapseal.crypto.ValueDecryptionException.ValueTooLarge;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixListReadingTest {
  private static final byte[] OBJECT = TestRings.object(100);
  private static final String GCM = keys("aesgcm", "k=1/32");
  private static final EtcdKey ELSEWHERE = EtcdKey.of("/registry/secrets/default/other");

  @Test
  void identityFirstSecondAloneAbsentAndNoRuleAreFiveOutcomes() throws Exception {
    byte[] encrypted = write(OBJECT, GCM);
    assertEquals("stale", outcome(encrypted, TestRings.ring(identity(), GCM)));
    assertEquals("current", outcome(encrypted, TestRings.ring(GCM, identity())));
    assertEquals("no matching prefix found", outcome(encrypted, TestRings.ring(identity())));
    assertEquals("no matching prefix found", outcome(OBJECT, TestRings.ring(GCM)));
    assertEquals(
        "identity transformer tried to read encrypted data",
        outcome(encrypted, KeyRing.of(List.of(), new ToyKms())));
  }

  @Test
  void aPlainValueBehindAnEncryptingProviderIsStale() throws Exception {
    assertEquals("stale", outcome(OBJECT, TestRings.ring(GCM, identity())));
    assertEquals("current", outcome(OBJECT, TestRings.ring(identity(), GCM)));
  }

  @Test
  void aValueMovedToAnotherKeyPathIsNotDecrypted() throws Exception {
    for (String provider :
        List.of(GCM, TestRings.kmsV1(), TestRings.kmsV2("v2a"), TestRings.kmsV2("v2c"))) {
      byte[] stored = write(OBJECT, provider);
      try (KeyRing ring = TestRings.ring(provider);
          ValueTransformers worker = ring.newWorker()) {
        assertThrows(
            AuthenticationFailed.class,
            () -> worker.decryptWithAnyKey(ELSEWHERE, stored, 0, stored.length));
        EtcdKey withoutSlash = EtcdKey.of(PATH.toString().substring(1));
        assertThrows(
            AuthenticationFailed.class,
            () -> worker.decrypt(SECRETS, withoutSlash, stored, 0, stored.length));
      }
    }
  }

  @Test
  void aescbcAndSecretboxOpenUnderAnyPathAndOnlySecretboxIsAuthenticated() throws Exception {
    for (Provider provider : List.of(Provider.AESCBC, Provider.SECRETBOX)) {
      String keys = keys(provider.jsonName(), "k=1/32");
      byte[] stored = write(OBJECT, keys);
      try (KeyRing ring = TestRings.ring(keys);
          ValueTransformers worker = ring.newWorker()) {
        DecryptedValue value = worker.decryptWithAnyKey(ELSEWHERE, stored, 0, stored.length);
        assertArrayEquals(OBJECT, value.toBytes());
        assertEquals(provider == Provider.AESCBC, value.readWithoutAuthentication());
      }
    }
  }

  /// A wrong key leaves valid padding once in 256 times, by the random IV: one value is not enough
  /// to meet one for sure, twenty are.
  @Test
  void aWrongAescbcKeyThatLeavesValidPaddingIsNotAnObject() throws Exception {
    int opened = 0;
    for (int value = 0; value < 20; value++) {
      opened += wrongKeysWithValidPadding(write(OBJECT, keys("aescbc", "k=1/32")));
    }
    assertTrue(opened > 0, "no wrong key left valid padding: the test shows nothing");
  }

  private static int wrongKeysWithValidPadding(byte[] stored) throws Exception {
    int opened = 0;
    for (int wrong = 2; wrong < 256; wrong++) {
      for (int length : new int[] {16, 24, 32}) {
        try (KeyRing ring = TestRings.ring(keys("aescbc", "k=" + wrong + "/" + length));
            ValueTransformers worker = ring.newWorker()) {
          ValueDecryptionException refusal =
              assertThrows(
                  ValueDecryptionException.class,
                  () -> worker.decryptWithAnyKey(PATH, stored, 0, stored.length));
          if (refusal instanceof NotAnObject) {
            opened++;
            DecryptedValue asTheServer = worker.decrypt(SECRETS, PATH, stored, 0, stored.length);
            assertEquals(PlainForm.UNKNOWN, asTheServer.form());
          }
        }
      }
    }
    return opened;
  }

  @Test
  void ofTwoKeysWithOneNameTheOneThatGivesAnObjectIsTaken() throws Exception {
    byte[] stored = write(OBJECT, keys("aescbc", "k=1/32"));
    for (int wrong = 2; wrong < 256; wrong++) {
      try (KeyRing ring = TestRings.ring(keys("aescbc", "k=" + wrong + "/32", "k=1/32"));
          ValueTransformers worker = ring.newWorker()) {
        DecryptedValue value = worker.decryptWithAnyKey(PATH, stored, 0, stored.length);
        assertArrayEquals(OBJECT, value.toBytes());
        assertFalse(ring.writingRule(SECRETS).isCurrent(value));
      }
    }
  }

  @Test
  void aKmsV1ValueUnderAnotherPathIsNeverOpenedByTheOldCbc() throws Exception {
    byte[] plain = TestRings.object(20); // 4 mod 16: the GCM body has whole blocks
    for (int i = 0; i < 2000; i++) {
      try (KeyRing ring = TestRings.ring(TestRings.kmsV1());
          ValueTransformers worker = ring.newWorker()) {
        byte[] stored = worker.encrypt(SECRETS, PATH, plain, 0, plain.length);
        assertThrows(
            ValueDecryptionException.class,
            () -> worker.decryptWithAnyKey(ELSEWHERE, stored, 0, stored.length));
      }
    }
  }

  @Test
  void aKeyOfAnotherRuleOpensTheValueAndSaysWhich() throws Exception {
    byte[] stored = write(OBJECT, keys("aesgcm", "old=9/32"));
    try (KeyRing ring =
            KeyRing.of(
                List.of(
                    TestRings.configuration(GCM),
                    TestRings.configuration(keys("aesgcm", "old=9/32"))),
                new ToyKms());
        ValueTransformers worker = ring.newWorker()) {
      assertEquals("old", worker.decryptWithAnyKey(PATH, stored, 0, stored.length).keyName());
      DecryptedValue value = worker.decrypt(SECRETS, PATH, stored, 0, stored.length);
      assertTrue(value.stale());
      assertEquals("k", ring.writingRule(SECRETS).prefix().keyName());
      GroupResource pods = GroupResource.parse("pods");
      assertThrows(UnknownKey.class, () -> worker.decrypt(pods, PATH, stored, 0, stored.length));
    }
  }

  @Test
  void aValueTooLargeForMemoryIsRefused() throws Exception {
    byte[] huge = new byte[ValueTransformers.VALUE_MAX_BYTES + 1];
    try (KeyRing ring = TestRings.ring(GCM);
        ValueTransformers worker = ring.newWorker()) {
      assertThrows(ValueTooLarge.class, () -> worker.decryptWithAnyKey(PATH, huge, 0, huge.length));
    }
  }

  @Test
  void failuresCarryNoStackTrace() throws Exception {
    byte[] stored = write(OBJECT, GCM);
    try (KeyRing ring = TestRings.ring(keys("aesgcm", "k=2/32"));
        ValueTransformers worker = ring.newWorker()) {
      ValueDecryptionException e =
          assertThrows(
              ValueDecryptionException.class,
              () -> worker.decrypt(SECRETS, PATH, stored, 0, stored.length));
      assertInstanceOf(AuthenticationFailed.class, e);
      assertEquals(0, e.getStackTrace().length);
    }
  }

  private static byte[] write(byte[] plain, String provider) throws Exception {
    try (KeyRing ring = TestRings.ring(provider);
        ValueTransformers worker = ring.newWorker()) {
      return worker.encrypt(SECRETS, PATH, plain, 0, plain.length);
    }
  }

  private static String outcome(byte[] stored, KeyRing ring) {
    try (ring;
        ValueTransformers worker = ring.newWorker()) {
      DecryptedValue value = worker.decrypt(SECRETS, PATH, stored, 0, stored.length);
      assertArrayEquals(OBJECT, value.toBytes());
      return value.stale() ? "stale" : "current";
    } catch (ValueDecryptionException e) {
      return e.detail();
    }
  }
}
