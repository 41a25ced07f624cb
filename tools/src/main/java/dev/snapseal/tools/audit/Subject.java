package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.report.SafeText;
import java.lang.foreign.ValueLayout;
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

  byte[] keyBytes() {
    return record.key().toArray(ValueLayout.JAVA_BYTE);
  }

  AuditRule plaintextRule() {
    return switch (scope) {
      case LIVE -> AuditRule.PLAINTEXT_LIVE;
      case SUPERSEDED -> AuditRule.PLAINTEXT_SUPERSEDED;
      case FREE, SLACK -> AuditRule.PLAINTEXT_FREE;
    };
  }

  /// Reports a finding about this value; what history holds is no warning where only live values
  /// can be mended.
  void find(AuditRule rule, EncryptionPrefix prefix, String message) {
    boolean isPlain = prefix.provider() == Provider.IDENTITY;
    boolean isKubernetes = key instanceof ObjectKey;
    context
        .findings()
        .add(
            new AuditFinding(
                rule,
                severity(rule),
                context.path(),
                Optional.of(SafeText.etcdKey(keyBytes())),
                isKubernetes ? Optional.of(resource.group()) : Optional.empty(),
                isKubernetes ? Optional.of(resource.resource()) : Optional.empty(),
                key instanceof ObjectKey object ? object.namespace() : Optional.empty(),
                key instanceof ObjectKey object ? Optional.of(object.name()) : Optional.empty(),
                OptionalLong.of(record.revision().main()),
                Optional.of(scope),
                OptionalLong.of(record.pageId()),
                OptionalLong.of(record.valueOffset()),
                Optional.of(prefix.provider().jsonName()),
                isPlain ? Optional.empty() : Optional.of(prefix.keyName()),
                1,
                message));
  }

  private Severity severity(AuditRule rule) {
    return rule == AuditRule.STALE_KEY && scope != Scope.LIVE ? Severity.NOTE : rule.severity();
  }
}
