package dev.snapseal.tools.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/// One thing an audit found, with its place. Never holds plaintext or key material.
///
/// @param severity at most the rule's own
/// @param path input it was found in, as the report's `inputs` name it
/// @param key etcd key, bytes that are not UTF-8 as `\xNN`; empty where no single value is meant
/// @param resource Kubernetes' plural, empty if the key names none
/// @param provider who encrypted, `identity` for plaintext; empty where no value is meant
/// @param page page of the file
/// @param offset byte of the file where the value begins
/// @param copies how often the same revision stands in free space; 1 elsewhere
/// @param message what exactly, in one sentence
public record AuditFinding(
    AuditRule rule,
    Severity severity,
    String path,
    Optional<String> key,
    Optional<String> group,
    Optional<String> resource,
    Optional<String> namespace,
    Optional<String> objectName,
    OptionalLong revision,
    Optional<Scope> scope,
    OptionalLong page,
    OptionalLong offset,
    Optional<String> provider,
    Optional<String> keyName,
    int copies,
    String message) {

  private static final int FINGERPRINT_BYTES = 8;

  /// The same from run to run and from backup to backup as long as the value stays what it is and
  /// where it belongs: made from rule, etcd key, revision, scope, provider and key name; not from
  /// page or offset.
  ///
  /// @return 16 hex digits
  public String fingerprint() {
    String identity =
        String.join(
            "\0",
            rule.id(),
            key.orElse(""),
            revision.isPresent() ? Long.toString(revision.getAsLong()) : "",
            scope.map(Scope::jsonName).orElse(""),
            provider.orElse(""),
            keyName.orElse(""));
    byte[] hash = sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
  }

  /// The same finding, seen once more elsewhere.
  AuditFinding seenAgain() {
    return new AuditFinding(
        rule,
        severity,
        path,
        key,
        group,
        resource,
        namespace,
        objectName,
        revision,
        scope,
        page,
        offset,
        provider,
        keyName,
        copies + 1,
        message);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
