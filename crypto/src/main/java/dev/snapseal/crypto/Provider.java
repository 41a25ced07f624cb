package dev.snapseal.crypto;

/// How the API server turned an object into the bytes that etcd holds.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/server/options/encryptionconfig/config.go">
///   apiserver encryptionconfig/config.go: the prefixes</a>
public enum Provider {
  /// The serialised object itself, without a prefix.
  IDENTITY("identity", ""),
  /// AES in CBC mode; nothing authenticates it.
  AESCBC("aescbc", "k8s:enc:aescbc:v1:"),
  /// AES in GCM mode, bound to the etcd key.
  AESGCM("aesgcm", "k8s:enc:aesgcm:v1:"),
  /// XSalsa20 and Poly1305, not bound to the etcd key.
  SECRETBOX("secretbox", "k8s:enc:secretbox:v1:"),
  /// A data key per value, wrapped by a plugin; AES-GCM since Kubernetes 1.25, AES-CBC before.
  KMS_V1("kms", "k8s:enc:kms:v1:"),
  /// A data key or seed for many values, wrapped by a plugin; always AES-GCM.
  KMS_V2("kms", "k8s:enc:kms:v2:");

  private final String jsonName;
  private final String marker;

  Provider(String jsonName, String marker) {
    this.jsonName = jsonName;
    this.marker = marker;
  }

  /// Name in reports: `identity`, `aescbc`, `aesgcm`, `secretbox` or `kms`, as in a configuration;
  /// the prefix says which version of KMS.
  public String jsonName() {
    return jsonName;
  }

  /// What a stored value begins with, up to and including the colon before the name of the key or
  /// plugin; empty for [#IDENTITY].
  public String marker() {
    return marker;
  }

  /// Whether `length` bytes of `stored` from `offset` begin with [#marker()]; with [#IDENTITY] they
  /// always do.
  public boolean marks(byte[] stored, int offset, int length) {
    return ReservedPrefix.begins(marker, stored, offset, length);
  }
}
