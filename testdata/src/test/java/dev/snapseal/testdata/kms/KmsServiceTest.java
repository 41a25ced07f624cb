package dev.snapseal.testdata.kms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KmsServiceTest {
  private static final KeyEncryptionKey KEK = KeyEncryptionKey.fromHex("2b".repeat(32));
  private static final byte[] DATA_KEY = new byte[32];

  private final KmsService v1 = new KmsV1Service(KEK);
  private final KmsService v2 = new KmsV2Service(KEK);

  @Test
  void v1AnswersOnlyToItsVersion() throws GeneralSecurityException {
    Message request = new Message.Builder().string(1, "v1beta1").build();
    assertEquals("v1beta1", v1.answer("Version", request, Conduct.HONEST).string(1));
    Message other = new Message.Builder().string(1, "v1").build();
    assertRefused(Status.Code.INVALID_ARGUMENT, v1, "Version", other);
  }

  @Test
  void v1OpensWhatItWrapped() throws GeneralSecurityException {
    Message encrypt = new Message.Builder().string(1, "v1beta1").bytes(2, DATA_KEY).build();
    byte[] wrapped = v1.answer("Encrypt", encrypt, Conduct.HONEST).bytes(1);
    Message decrypt = new Message.Builder().string(1, "v1beta1").bytes(2, wrapped).build();
    assertArrayEquals(DATA_KEY, v1.answer("Decrypt", decrypt, Conduct.HONEST).bytes(1));
  }

  @Test
  void v2GivesItsKeyIdAndAnnotationAndWantsThemBack() throws GeneralSecurityException {
    Message encrypt = new Message.Builder().bytes(1, DATA_KEY).string(2, "uid").build();
    Message wrapped = v2.answer("Encrypt", encrypt, Conduct.HONEST);
    assertEquals("kek-b", wrapped.string(2));
    assertEquals(Map.of("kek.kmsd.example", "kek-b"), wrapped.map(3));

    var bare = new Message.Builder().bytes(1, wrapped.bytes(1)).string(2, "uid");
    assertRefused(Status.Code.NOT_FOUND, v2, "Decrypt", bare.build());
    bare.string(3, "kek-b");
    assertRefused(Status.Code.INVALID_ARGUMENT, v2, "Decrypt", bare.build());
    Message whole = bare.entry(4, "kek.kmsd.example", "kek-b").build();
    assertArrayEquals(DATA_KEY, v2.answer("Decrypt", whole, Conduct.HONEST).bytes(1));
  }

  @Test
  void v2SaysInItsStatusWhatItsConductIs() throws GeneralSecurityException {
    Message nothing = new Message.Builder().build();
    assertEquals("ok", v2.answer("Status", nothing, Conduct.HONEST).string(2));
    assertEquals("not well", v2.answer("Status", nothing, Conduct.UNHEALTHY).string(2));
    assertEquals("v9", v2.answer("Status", nothing, Conduct.WRONG_VERSION).string(1));
    assertEquals("", v2.answer("Status", nothing, Conduct.NAMES_NO_KEY).string(3));
  }

  private static void assertRefused(
      Status.Code code, KmsService service, String method, Message request) {
    var refusal =
        assertThrows(
            StatusRuntimeException.class, () -> service.answer(method, request, Conduct.HONEST));
    assertEquals(code, refusal.getStatus().getCode());
  }
}
