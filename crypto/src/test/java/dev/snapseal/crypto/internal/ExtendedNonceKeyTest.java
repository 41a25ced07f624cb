package dev.snapseal.crypto.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.crypto.EncryptionAtRestVectors;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExtendedNonceKeyTest {

  @Test
  void theKeyIsOneHmacOfTheInfoAndTheByteOne() throws Exception {
    int count = 0;
    for (JsonNode vector : EncryptionAtRestVectors.values()) {
      if (vector.has("seedBase64") && vector.has("infoBase64")) {
        byte[] seed = Base64.getDecoder().decode(vector.get("seedBase64").asString());
        byte[] info = Base64.getDecoder().decode(vector.get("infoBase64").asString());
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(seed, "HmacSHA256"));
        hmac.update(info);
        byte[] expected = hmac.doFinal(new byte[] {1});
        byte[] key =
            new ExtendedNonceKey().derive(new SecretKeySpec(seed, "Generic"), info).getEncoded();
        assertArrayEquals(expected, key);
        count++;
      }
    }
    assertEquals(true, count > 10, count + " vectors have a seed");
  }
}
