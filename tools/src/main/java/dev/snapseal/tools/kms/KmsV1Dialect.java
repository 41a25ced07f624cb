package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPlugin.Status;
import dev.snapseal.crypto.KmsPlugin.WrappedKey;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import java.util.Map;

/// The v1 API: package `v1beta1`, one version, no key ids.
///
/// @see <a href="https://github.com/kubernetes/kms/blob/v0.37.2/apis/v1beta1/api.proto">kms v1beta1
///   api.proto</a>
record KmsV1Dialect() implements KmsDialect {
  private static final String SERVICE = "v1beta1.KeyManagementService";
  private static final String VERSION = "v1beta1";
  private static final int MAX_TEXT_BYTES = 1024;

  /// The envelope has two bytes for the wrapped key's length (apiserver v0.37.2,
  /// envelope/envelope.go).
  private static final int MAX_WRAPPED_BYTES = 65_535;

  @Override
  public Status greet(KmsConnection connection) throws KmsPluginException {
    try (var request = new ProtobufWriter().string(1, VERSION);
        var answer = connection.greet(SERVICE, "Version", request)) {
      String version = answer.string(1, MAX_TEXT_BYTES);
      if (!version.equals(VERSION)) {
        throw connection
            .peer()
            .failure(
                Reason.UNHEALTHY,
                "KMS provider api version "
                    + PluginText.clean(version)
                    + " is not supported, only "
                    + VERSION
                    + " is supported now");
      }
      return new Status(version, "", "");
    }
  }

  @Override
  public WrappedKey encrypt(KmsConnection connection, byte[] dataKey) throws KmsPluginException {
    try (var request = new ProtobufWriter().string(1, VERSION).bytes(2, dataKey);
        var answer = connection.call(SERVICE, "Encrypt", request)) {
      return new WrappedKey(answer.bytes(1, MAX_WRAPPED_BYTES), "", Map.of());
    }
  }

  @Override
  public byte[] decrypt(KmsConnection connection, WrappedKey wrapped) throws KmsPluginException {
    connection.checkLength("wrapped key", wrapped.ciphertext().length, 0, MAX_WRAPPED_BYTES);
    try (var request = new ProtobufWriter().string(1, VERSION).bytes(2, wrapped.ciphertext());
        var answer = connection.call(SERVICE, "Decrypt", request)) {
      return answer.bytes(1, MAX_DATA_KEY_BYTES);
    }
  }
}
