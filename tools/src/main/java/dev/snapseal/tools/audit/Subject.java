package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.report.SafeText;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// The value that is being judged, and what its key says of it.
///
/// @param resource of the key, with empty names if it is not Kubernetes'
/// @param isOfPolicy whether values of this resource must be encrypted
record Subject(
    AuditContext context,
    RevisionRecord record,
    Scope scope,
    KubernetesKey key,
    GroupResource resource,
    boolean isOfPolicy) {

  /// Kubernetes' names are shorter; more would fill the heap with a crafted file's findings.
  private static final int SHOWN_KEY_BYTES = 1024;

  byte[] keyBytes() {
    return record.keyBytes();
  }

  AuditRule plaintextRule() {
    return AuditRule.plaintextIn(scope);
  }

  /// Reports a finding about this value. A stale key of what is history is only a note: nobody can
  /// rewrite history.
  void find(AuditRule rule, EncryptionPrefix prefix, String message) {
    context
        .findings()
        .add(
            AuditFinding.ofValue(
                rule,
                severity(rule),
                context.path(),
                value(),
                AuditFinding.Storage.under(prefix),
                AuditFinding.Place.of(record.pageId(), record.valueOffset()),
                message));
  }

  private AuditFinding.Value value() {
    boolean isKubernetes = key instanceof ObjectKey;
    Optional<ObjectKey> object =
        key instanceof ObjectKey named && record.keyLength() <= SHOWN_KEY_BYTES
            ? Optional.of(named)
            : Optional.empty();
    return new AuditFinding.Value(
        Optional.of(shownKey()),
        isKubernetes ? Optional.of(resource.group()) : Optional.empty(),
        isKubernetes ? Optional.of(resource.resource()) : Optional.empty(),
        object.flatMap(ObjectKey::namespace),
        object.map(ObjectKey::name),
        OptionalLong.of(record.revision().main()),
        Optional.of(scope));
  }

  /// The key; of one that Kubernetes could not have made, the beginning and its length.
  private String shownKey() {
    byte[] bytes = keyBytes();
    return bytes.length <= SHOWN_KEY_BYTES
        ? SafeText.etcdKey(bytes)
        : SafeText.etcdKey(Arrays.copyOf(bytes, SHOWN_KEY_BYTES))
            + "... ("
            + bytes.length
            + " bytes)";
  }

  private Severity severity(AuditRule rule) {
    return rule == AuditRule.STALE_KEY && scope != Scope.LIVE ? Severity.NOTE : rule.severity();
  }
}
