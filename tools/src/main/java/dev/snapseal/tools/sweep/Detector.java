package dev.snapseal.tools.sweep;

import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Scope;
import java.util.Optional;

/// What recognises something readable; the names are the contract's.
public enum Detector {
  /// A value with its etcd key: in bucket `key`, on a former page of it, or in a request in the
  /// write-ahead log.
  STORED_VALUE("stored-value", Optional.empty()),
  /// An object in JSON, protobuf or CBOR, or the end of one, without an etcd key.
  KUBERNETES_OBJECT("kubernetes-object", Optional.empty()),
  /// A Secret in YAML, or in JSON or protobuf inside another object, and in JSON inside a string or
  /// with other fields first than objects have.
  SECRET_MANIFEST("secret-manifest", Optional.of(AuditRule.CREDENTIAL)),
  SERVICE_ACCOUNT_TOKEN("service-account-token", Optional.of(AuditRule.CREDENTIAL)),
  PRIVATE_KEY("private-key", Optional.of(AuditRule.CREDENTIAL)),
  DOCKER_CONFIG("dockerconfigjson", Optional.of(AuditRule.CREDENTIAL)),
  HELM_RELEASE("helm-release", Optional.of(AuditRule.CREDENTIAL)),
  /// `kubectl.kubernetes.io/last-applied-configuration` of a Secret.
  LAST_APPLIED("last-applied-configuration", Optional.of(AuditRule.CREDENTIAL)),
  /// A password of one of etcd's users in the clear.
  ETCD_PASSWORD("etcd-password", Optional.of(AuditRule.ETCD_PASSWORD)),
  /// Its bcrypt hash, or a token for which a password was given.
  ETCD_CREDENTIAL("etcd-credential", Optional.of(AuditRule.ETCD_PASSWORD)),
  /// An `EncryptionConfiguration` or another file with a key of encryption at rest.
  ENCRYPTION_KEY("encryption-key", Optional.of(AuditRule.KEY_MATERIAL)),
  /// A value under a key that public documentation prints.
  PUBLISHED_KEY("published-key", Optional.of(AuditRule.PUBLISHED_KEY)),
  /// A text that the user searches for.
  CANARY("canary", Optional.of(AuditRule.CANARY)),
  /// Such a text inside an encrypted value that the user's own keys open: nobody else can read it.
  SEALED_CANARY("canary-encrypted", Optional.empty());

  private final String jsonName;
  private final Optional<AuditRule> rule;

  Detector(String jsonName, Optional<AuditRule> rule) {
    this.jsonName = jsonName;
    this.rule = rule;
  }

  /// The value of `detector` in JSON reports.
  public String jsonName() {
    return jsonName;
  }

  /// Whether what it recognises can be read by whoever has the bytes.
  public boolean isReadable() {
    return this != SEALED_CANARY;
  }

  /// The rule that a hit breaks, if that can be read.
  ///
  /// @param scope where it is
  public Optional<AuditRule> rule(Scope scope) {
    return isReadable()
        ? Optional.of(rule.orElseGet(() -> AuditRule.plaintextIn(scope)))
        : Optional.empty();
  }
}
