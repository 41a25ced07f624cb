package dev.snapseal.testdata.kms;

import io.grpc.Status;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;

/// The v2 API, with the key id and the annotation that the plugin of the real clusters used.
///
/// @see <a href="https://github.com/kubernetes/kms/blob/v0.37.2/apis/v2/api.proto">kms v2
///   api.proto</a>
record KmsV2Service(KeyEncryptionKey kek) implements KmsService {
  private static final String KEY_ID = "kek-b";
  private static final String ANNOTATION = "kek.kmsd.example";

  @Override
  public String serviceName() {
    return "v2.KeyManagementService";
  }

  @Override
  public List<String> methods() {
    return List.of("Status", "Encrypt", "Decrypt");
  }

  @Override
  public Message answer(String method, Message request, Conduct conduct)
      throws GeneralSecurityException {
    return switch (method) {
      case "Status" -> status(conduct);
      case "Encrypt" -> encrypt(request, conduct);
      case "Decrypt" -> decrypt(request);
      default -> throw new IllegalStateException(method);
    };
  }

  private static Message status(Conduct conduct) {
    return new Message.Builder()
        .string(1, conduct == Conduct.WRONG_VERSION ? "v9" : "v2")
        .string(2, conduct == Conduct.UNHEALTHY ? "not well" : "ok")
        .string(3, conduct == Conduct.NAMES_NO_KEY ? "" : KEY_ID)
        .build();
  }

  private Message encrypt(Message request, Conduct conduct) throws GeneralSecurityException {
    return new Message.Builder()
        .bytes(1, kek.wrap(request.bytes(1)))
        .string(2, conduct == Conduct.LONG_KEY_ID ? "k".repeat(1025) : KEY_ID)
        .entry(3, ANNOTATION, KEY_ID)
        .build();
  }

  private Message decrypt(Message request) throws GeneralSecurityException {
    if (!request.string(3).equals(KEY_ID)) {
      throw Status.NOT_FOUND.withDescription("no key " + request.string(3)).asRuntimeException();
    }
    if (!request.map(4).equals(Map.of(ANNOTATION, KEY_ID))) {
      throw Status.INVALID_ARGUMENT.withDescription("annotations changed").asRuntimeException();
    }
    if (request.string(2).isEmpty()) {
      throw Status.INVALID_ARGUMENT.withDescription("no uid").asRuntimeException();
    }
    return new Message.Builder().bytes(1, kek.unwrap(request.bytes(1))).build();
  }
}
