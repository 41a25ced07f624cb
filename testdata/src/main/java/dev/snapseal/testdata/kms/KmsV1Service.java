package dev.snapseal.testdata.kms;

import io.grpc.Status;
import java.security.GeneralSecurityException;
import java.util.List;

/// The v1 API.
///
/// @see <a href="https://github.com/kubernetes/kms/blob/v0.37.2/apis/v1beta1/api.proto">kms v1beta1
///   api.proto</a>
record KmsV1Service(KeyEncryptionKey kek) implements KmsService {
  private static final String VERSION = "v1beta1";

  @Override
  public String serviceName() {
    return "v1beta1.KeyManagementService";
  }

  @Override
  public List<String> methods() {
    return List.of("Version", "Encrypt", "Decrypt");
  }

  @Override
  public Message answer(String method, Message request, Conduct conduct)
      throws GeneralSecurityException {
    if (!request.string(1).equals(VERSION)) {
      throw Status.INVALID_ARGUMENT
          .withDescription("version " + request.string(1))
          .asRuntimeException();
    }
    return switch (method) {
      case "Version" -> version(conduct);
      case "Encrypt" -> new Message.Builder().bytes(1, kek.wrap(request.bytes(2))).build();
      case "Decrypt" -> new Message.Builder().bytes(1, kek.unwrap(request.bytes(2))).build();
      default -> throw new IllegalStateException(method);
    };
  }

  private static Message version(Conduct conduct) {
    if (conduct == Conduct.UNHEALTHY) {
      throw Status.FAILED_PRECONDITION.withDescription("not well").asRuntimeException();
    }
    String version = conduct == Conduct.WRONG_VERSION ? "v9" : VERSION;
    return new Message.Builder().string(1, version).string(2, "toy").string(3, "1").build();
  }
}
