package dev.snapseal.tools.audit;

import java.util.Optional;

/// How many values of one resource are stored in one way.
///
/// @param resource Kubernetes' plural; empty for keys that are not Kubernetes'
/// @param group API group, empty for the core group
/// @param provider `identity` for plaintext
/// @param keyName name of the key or KMS plugin; empty for plaintext
/// @param prefix as stored, `k8s:enc:<provider>:<version>:<name>:`; empty for plaintext
/// @param free values on free pages and in slack
/// @param bytes of the stored values, prefix included
public record StateCount(
    Optional<String> resource,
    String group,
    String provider,
    Optional<String> keyName,
    Optional<String> prefix,
    long live,
    long superseded,
    long free,
    long bytes) {

  public long total() {
    return live + superseded + free;
  }

  public boolean isPlaintext() {
    return prefix.isEmpty();
  }

  /// `secrets`, `deployments.apps`, or empty for keys that are not Kubernetes'.
  public Optional<String> groupResource() {
    return resource.map(name -> group.isEmpty() ? name : name + "." + group);
  }
}
