package dev.snapseal.testdata.kms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyEncryptionKeyTest {
  private static final String HEX = "2b".repeat(32);

  @Test
  void aWrappedKeyIsTwentyEightBytesLongerAndOpensAgain() throws GeneralSecurityException {
    byte[] dataKey = new byte[32];
    var kek = KeyEncryptionKey.fromHex(HEX);
    byte[] wrapped = kek.wrap(dataKey);
    assertEquals(60, wrapped.length);
    assertArrayEquals(dataKey, KeyEncryptionKey.fromHex(HEX + "\n").unwrap(wrapped));
  }

  /// Test case 14 of the GCM specification (McGrew and Viega): a zero key, a zero nonce, a zero
  /// block.
  @Test
  void theLayoutIsNonceCiphertextTag() throws GeneralSecurityException {
    String wrapped =
        "00".repeat(12) + "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919";
    byte[] opened =
        KeyEncryptionKey.fromHex("00".repeat(32)).unwrap(HexFormat.of().parseHex(wrapped));
    assertArrayEquals(new byte[16], opened);
  }

  @Test
  void aChangedOrShortOneDoesNotOpen() throws GeneralSecurityException {
    var kek = KeyEncryptionKey.fromHex(HEX);
    byte[] wrapped = kek.wrap(new byte[32]);
    wrapped[20] ^= 1;
    assertThrows(GeneralSecurityException.class, () -> kek.unwrap(wrapped));
    assertThrows(GeneralSecurityException.class, () -> kek.unwrap(new byte[27]));
  }

  @Test
  void theKeyIsFoundInATruthFile() throws GeneralSecurityException {
    var kek = KeyEncryptionKey.fromText("{\"seed\": 1, \"kek\": \"" + HEX + "\"}");
    byte[] wrapped = KeyEncryptionKey.fromHex(HEX).wrap(new byte[32]);
    assertArrayEquals(new byte[32], kek.unwrap(wrapped));
  }

  @Test
  void aKeyOfAnotherLengthIsRefusedAndNoneIsPrinted() {
    assertThrows(IllegalArgumentException.class, () -> KeyEncryptionKey.fromHex("2b".repeat(16)));
    assertEquals("key encryption key", KeyEncryptionKey.fromHex(HEX).toString());
  }
}
