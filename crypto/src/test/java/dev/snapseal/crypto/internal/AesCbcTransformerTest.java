package dev.snapseal.crypto.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.BadPadding;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AesCbcTransformerTest {
  private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");
  private static final EtcdKey PATH = EtcdKey.of("/registry/secrets/a/b");

  private final AesCbcTransformer transformer = new AesCbcTransformer(KEY, new NonceSource());
  private final Plaintext plaintext = new Plaintext();

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 32, 100, 255})
  void aPadOfUpTo255BytesIsAccepted(int pad) throws Exception {
    byte[] blocks = new byte[256 + 16];
    Arrays.fill(blocks, blocks.length - pad, blocks.length, (byte) pad);
    byte[] body = anotherProgramsBody(blocks);
    transformer.open(PATH, body, 0, body.length, plaintext);
    assertEquals(blocks.length - pad, plaintext.length());
    assertEquals(Plaintext.Trust.NONE, plaintext.trust());
  }

  @ParameterizedTest
  @CsvSource({"0,1", "33,32", "255,200", "4,3"})
  void aPadOfNoneOrTooManyOrUnequalBytesIsRefused(int last, int uniform) throws Exception {
    byte[] blocks = new byte[32];
    Arrays.fill(blocks, Math.max(0, 32 - uniform), 32, (byte) last);
    byte[] body = anotherProgramsBody(blocks);
    assertThrows(BadPadding.class, () -> transformer.open(PATH, body, 0, body.length, plaintext));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 16383, 16384, 16385, 32768, 100_001})
  void whatIsWrittenIsWhatTheJdkReads(int length) throws Exception {
    byte[] plain = new byte[length];
    Arrays.fill(plain, (byte) 7);
    for (int i = 0; i < 3; i++) {
      byte[] body = new byte[(int) transformer.sealedLength(length)];
      assertEquals(body.length, transformer.seal(PATH, plain, 0, length, body, 0));
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, KEY, new IvParameterSpec(body, 0, 16));
      assertArrayEquals(plain, cipher.doFinal(body, 16, body.length - 16));
      transformer.open(PATH, body, 0, body.length, plaintext);
      assertEquals(length, plaintext.length());
    }
  }

  @Test
  void theLastBlocksTellTheLengthOfThePlaintext() {
    byte[] plain = new byte[200];
    for (int length = 0; length <= plain.length; length++) {
      byte[] body = new byte[(int) transformer.sealedLength(length)];
      transformer.seal(PATH, plain, 0, length, body, 0);
      assertEquals(length, transformer.plainLength(body, 0, body.length));
    }
  }

  @Test
  void aPadLongerThanABlockDoesNotTellTheLength() throws Exception {
    byte[] blocks = new byte[64];
    Arrays.fill(blocks, 30, 64, (byte) 34);
    byte[] body = anotherProgramsBody(blocks);
    assertEquals(-1, transformer.plainLength(body, 0, body.length));
  }

  @Test
  void theInitialisationVectorsOfOneStreamDiffer() throws ValueDecryptionException {
    byte[] one = new byte[32];
    byte[] two = new byte[32];
    transformer.seal(PATH, new byte[0], 0, 0, one, 0);
    transformer.seal(PATH, new byte[0], 0, 0, two, 0);
    assertEquals(false, Arrays.equals(one, 0, 16, two, 0, 16));
  }

  private static byte[] anotherProgramsBody(byte[] blocks) throws Exception {
    byte[] body = new byte[16 + blocks.length];
    Arrays.fill(body, 0, 16, (byte) 9);
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, KEY, new IvParameterSpec(body, 0, 16));
    cipher.doFinal(blocks, 0, blocks.length, body, 16);
    return body;
  }
}
