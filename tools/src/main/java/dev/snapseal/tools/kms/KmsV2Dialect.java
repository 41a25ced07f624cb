package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPlugin.Status;
import dev.snapseal.crypto.KmsPlugin.WrappedKey;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/// The v2 API: package `v2`, health in Status, key ids and annotations.
///
/// The limits are the API server's (apiserver v0.37.2, envelope/kmsv2/envelope.go).
///
/// @see <a href="https://github.com/kubernetes/kms/blob/v0.37.2/apis/v2/api.proto">kms v2
///   api.proto</a>
record KmsV2Dialect() implements KmsDialect {
  private static final String SERVICE = "v2.KeyManagementService";
  private static final int MAX_TEXT_BYTES = 1024;
  private static final int MAX_KEY_ID_BYTES = 1024;
  private static final int MAX_WRAPPED_BYTES = 1024;
  private static final int MAX_ANNOTATION_BYTES = 32_768;

  @Override
  public Status greet(KmsConnection connection) throws KmsPluginException {
    try (var request = new ProtobufWriter();
        var answer = connection.greet(SERVICE, "Status", request)) {
      String version = answer.string(1, MAX_TEXT_BYTES);
      String healthz = answer.string(2, MAX_TEXT_BYTES);
      // One byte more than is allowed is let through here, so that the rule that it breaks can be
      // named.
      String keyId = answer.string(3, MAX_KEY_ID_BYTES + 1);
      if (!healthz.equals("ok")) {
        throw unhealthy(connection, "got unexpected healthz status: " + PluginText.clean(healthz));
      }
      if (!version.equals("v2") && !version.equals("v2beta1")) {
        throw unhealthy(
            connection, "expected KMSv2 API version v2, got " + PluginText.clean(version));
      }
      checkKeyId(connection, keyId);
      return new Status(version, healthz, keyId);
    }
  }

  @Override
  public WrappedKey encrypt(KmsConnection connection, byte[] dataKey) throws KmsPluginException {
    try (var request = new ProtobufWriter().bytes(1, dataKey).string(2, uid());
        var answer = connection.call(SERVICE, "Encrypt", request)) {
      byte[] ciphertext = answer.bytes(1, MAX_WRAPPED_BYTES);
      String keyId = answer.string(2, MAX_KEY_ID_BYTES + 1);
      checkKeyId(connection, keyId);
      if (ciphertext.length == 0) {
        throw unhealthy(connection, "encrypted DEK source is empty");
      }
      return new WrappedKey(ciphertext, keyId, answer.map(3, MAX_ANNOTATION_BYTES));
    }
  }

  @Override
  public byte[] decrypt(KmsConnection connection, WrappedKey wrapped) throws KmsPluginException {
    connection.checkLength("wrapped key", wrapped.ciphertext().length, 1, MAX_WRAPPED_BYTES);
    connection.checkLength("key id", utf8Length(wrapped.keyId()), 1, MAX_KEY_ID_BYTES);
    connection.checkLength(
        "annotations", annotationBytes(wrapped.annotations()), 0, MAX_ANNOTATION_BYTES);
    try (var request =
        new ProtobufWriter()
            .bytes(1, wrapped.ciphertext())
            .string(2, uid())
            .string(3, wrapped.keyId())) {
      for (Map.Entry<String, byte[]> annotation : wrapped.annotations().entrySet()) {
        try (var entry =
            new ProtobufWriter().string(1, annotation.getKey()).bytes(2, annotation.getValue())) {
          request.bytes(4, entry.toBytes());
        }
      }
      try (var answer = connection.call(SERVICE, "Decrypt", request)) {
        return answer.bytes(1, MAX_DATA_KEY_BYTES);
      }
    }
  }

  /// The API server names every call, for the plugin's log.
  private static String uid() {
    return UUID.randomUUID().toString();
  }

  private static void checkKeyId(KmsConnection connection, String keyId) throws KmsPluginException {
    int length = utf8Length(keyId);
    if (length == 0) {
      throw unhealthy(connection, "got invalid KMSv2 KeyID: keyID is empty");
    }
    if (length > MAX_KEY_ID_BYTES) {
      throw unhealthy(
          connection,
          "got invalid KMSv2 KeyID: keyID exceeds the max size of " + MAX_KEY_ID_BYTES + " bytes");
    }
  }

  private static long annotationBytes(Map<String, byte[]> annotations) {
    long total = 0;
    for (Map.Entry<String, byte[]> annotation : annotations.entrySet()) {
      total += utf8Length(annotation.getKey()) + (long) annotation.getValue().length;
    }
    return total;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static KmsPluginException unhealthy(KmsConnection connection, String what) {
    return connection.peer().failure(Reason.UNHEALTHY, "is not healthy: " + what);
  }
}
