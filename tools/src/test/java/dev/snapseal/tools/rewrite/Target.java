package dev.snapseal.tools.rewrite;

import java.util.Arrays;
import java.util.Base64;

/// Every way in which a configuration can have values written.
enum Target {
  AESCBC_128("aescbc", 16),
  AESCBC_192("aescbc", 24),
  AESCBC_256("aescbc", 32),
  AESGCM_128("aesgcm", 16),
  AESGCM_192("aesgcm", 24),
  AESGCM_256("aesgcm", 32),
  SECRETBOX("secretbox", 32),
  KMS_V1("v1", 0),
  KMS_V2("v2", 0),
  IDENTITY("identity", 0);

  private final String provider;
  private final int keyBytes;

  Target(String provider, int keyBytes) {
    this.provider = provider;
    this.keyBytes = keyBytes;
  }

  /// What its values begin with; empty for plaintext.
  String prefix() {
    return switch (this) {
      case IDENTITY -> "";
      case KMS_V1, KMS_V2 -> "k8s:enc:kms:" + provider + ":fresh:";
      default -> "k8s:enc:" + provider + ":v1:fresh:";
    };
  }

  /// A configuration that writes these resources so.
  ///
  /// @param resources such as `"secrets","configmaps"`
  String config(String resources, FreshPlugins plugins) {
    return """
    {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration",
    "resources":[{"resources":[%s],"providers":[%s,{"identity":{}}]}]}
    """
        .formatted(resources, provider(plugins))
        .replace("{\"identity\":{}},{\"identity\":{}}", "{\"identity\":{}}");
  }

  private String provider(FreshPlugins plugins) {
    return switch (this) {
      case IDENTITY -> "{\"identity\":{}}";
      case KMS_V1 ->
          "{\"kms\":{\"name\":\"fresh\",\"endpoint\":\"%s\"}}".formatted(plugins.first());
      case KMS_V2 ->
          "{\"kms\":{\"apiVersion\":\"v2\",\"name\":\"fresh\",\"endpoint\":\"%s\"}}"
              .formatted(plugins.second());
      default ->
          "{\"%s\":{\"keys\":[{\"name\":\"fresh\",\"secret\":\"%s\"}]}}"
              .formatted(provider, secret());
    };
  }

  private String secret() {
    byte[] key = new byte[keyBytes];
    Arrays.fill(key, (byte) (0x5A ^ keyBytes));
    return Base64.getEncoder().encodeToString(key);
  }
}
