package dev.snapseal.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KmsV2EnvelopeTest {
  private static final byte[] DATA = new byte[28];

  @Test
  void allFieldsAreRead() throws MalformedCiphertext {
    byte[] body = body(DATA, "kek", new byte[3], annotation("a.example", new byte[5]), type(1));
    KmsV2Envelope envelope = KmsV2Envelope.parse(body, 0, body.length);
    assertEquals("kek", envelope.dek().keyId());
    assertEquals(EncryptedDekSourceType.HKDF_SHA256_XNONCE_AES_GCM_SEED, envelope.dek().type());
    assertEquals("[a.example]", envelope.dek().annotationNames().toString());
    assertEquals(2, envelope.dataOffset());
    assertEquals(28, envelope.dataLength());
  }

  @Test
  void anAbsentTypeIsAKey() throws MalformedCiphertext {
    byte[] body = body(DATA, "kek", new byte[3]);
    KmsV2Envelope envelope = KmsV2Envelope.parse(body, 0, body.length);
    assertEquals(EncryptedDekSourceType.AES_GCM_KEY, envelope.dek().type());
  }

  @Test
  void unknownFieldsAreSkippedAndTheLastOfARepeatedFieldCounts() throws MalformedCiphertext {
    byte[] body =
        body(DATA, "old", new byte[3], field(15, new byte[9]), field(2, "kek".getBytes(UTF_8)));
    assertEquals("kek", KmsV2Envelope.parse(body, 0, body.length).dek().keyId());
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 1024, 32768, accepted",
    "1025, 1, 0, 'failed to validate key id: keyID is 1025 bytes, which exceeds the max size of"
        + " 1024'",
    "1, 1025, 0, 'failed to validate encrypted DEK source: encrypted DEK source is 1025 bytes,"
        + " which exceeds the max size of 1024'",
    "1, 1, 32769, 'failed to validate annotations: total size of annotations is 32769, which"
        + " exceeds the max size of 32768'",
    "0, 1, 0, failed to validate key id: keyID is empty",
    "1, 0, 0, failed to validate encrypted DEK source: encrypted DEK source is empty",
  })
  void everyLimitHoldsToTheByte(int keyId, int dekSource, int annotations, String expected) {
    byte[] more =
        annotations == 0
            ? new byte[0]
            : annotation("a.example", new byte[annotations - "a.example".length()]);
    byte[] body = body(DATA, "k".repeat(keyId), new byte[dekSource], more);
    assertEquals(expected, outcome(body));
  }

  @ParameterizedTest
  @CsvSource({
    "nodot, should be a domain with at least two segments separated by dots",
    "a..b, a lowercase RFC 1123 subdomain must consist",
    "-a.b, a lowercase RFC 1123 subdomain must consist",
    "a-.b, a lowercase RFC 1123 subdomain must consist",
    "A.b, a lowercase RFC 1123 subdomain must consist",
    "'', Required value",
  })
  void anAnnotationNameMustBeADomain(String name, String expected) {
    String outcome = outcome(body(DATA, "kek", new byte[1], annotation(name, new byte[1])));
    assertEquals(true, outcome.contains(expected), outcome);
  }

  @Test
  void aLongAnnotationNameIsJudgedAtOnce() {
    String name = "a-".repeat(10_000) + "!.b";
    String outcome = outcome(body(DATA, "kek", new byte[1], annotation(name, new byte[1])));
    assertEquals(true, outcome.endsWith("must be no more than 253 characters"), outcome);
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertEquals(
        "unknown encryptedDEKSourceType: 2", outcome(body(DATA, "kek", new byte[1], type(2))));
  }

  @Test
  void everyTruncationIsRefusedOrStillValid() {
    byte[] body = body(DATA, "kek", new byte[3], annotation("a.example", new byte[5]), type(1));
    int accepted = 0;
    for (int length = 0; length < body.length; length++) {
      if (outcome(java.util.Arrays.copyOf(body, length)).equals("accepted")) {
        accepted++;
      }
    }
    assertEquals(2, accepted, "behind fields 3 and 4 the message is whole");
  }

  @Test
  void equalWrappedKeysAreEqualAndHaveOneFingerprint() throws MalformedCiphertext {
    byte[] one = body(DATA, "kek", new byte[3], annotation("a.example", new byte[5]), type(1));
    byte[] two =
        body(new byte[40], "kek", new byte[3], annotation("a.example", new byte[5]), type(1));
    WrappedDek first = KmsV2Envelope.parse(one, 0, one.length).dek();
    WrappedDek second = KmsV2Envelope.parse(two, 0, two.length).dek();
    assertEquals(first, second);
    assertEquals(first.sha256(), second.sha256());
    assertEquals(64, first.sha256().length());
  }

  private static String outcome(byte[] body) {
    try {
      KmsV2Envelope.parse(body, 0, body.length);
      return "accepted";
    } catch (MalformedCiphertext e) {
      return e.detail();
    }
  }

  @Test
  void aKmsV1LengthBeyondTheBodyIsRefused() {
    byte[] body = {0, 3, 1, 2};
    assertThrows(MalformedCiphertext.class, () -> KmsV1Envelope.parse(body, 0, body.length));
    assertThrows(MalformedCiphertext.class, () -> KmsV1Envelope.parse(body, 0, 1));
  }

  private static byte[] body(byte[] data, String keyId, byte[] dekSource, byte[]... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(field(1, data));
    out.writeBytes(field(2, keyId.getBytes(UTF_8)));
    out.writeBytes(field(3, dekSource));
    for (byte[] bytes : more) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] annotation(String name, byte[] value) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes(field(1, name.getBytes(UTF_8)));
    entry.writeBytes(field(2, value));
    return field(4, entry.toByteArray());
  }

  private static byte[] type(int number) {
    return new byte[] {5 << 3, (byte) number};
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    int rest = content.length;
    for (; rest > 127; rest >>= 7) {
      out.write((rest & 127) | 128);
    }
    out.write(rest);
    out.writeBytes(content);
    return out.toByteArray();
  }
}
