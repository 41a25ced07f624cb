package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
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
/// @param copies how often the same finding was made in one file, the places of the others left out
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

  /// A finding about a file as a whole.
  static AuditFinding ofFile(AuditRule rule, Severity severity, String path, String message) {
    return new AuditFinding(
        rule,
        severity,
        path,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        message);
  }

  /// A finding about all values under one key.
  static AuditFinding ofKey(AuditRule rule, String path, EncryptionPrefix prefix, String message) {
    return ofFile(rule, rule.severity(), path, message)
        .under(prefix.provider().jsonName(), Optional.of(prefix.keyName()));
  }

  /// The same at a place in the file.
  AuditFinding at(long newPage, long newOffset) {
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
        OptionalLong.of(newPage),
        OptionalLong.of(newOffset),
        provider,
        keyName,
        copies,
        message);
  }

  /// The same about values that were stored in this way.
  AuditFinding under(String newProvider, Optional<String> newKeyName) {
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
        Optional.of(newProvider),
        newKeyName,
        copies,
        message);
  }

  /// What to do about it, where one can with a command to paste.
  public String remedy() {
    return resource
        .map(name -> group.filter(text -> !text.isEmpty()).map(g -> name + "." + g).orElse(name))
        .map(name -> rule.remedy().replace("RESOURCE", name))
        .orElse(rule.remedy());
  }

  /// The same from run to run and from backup to backup as long as the value stays what it is and
  /// where it belongs: made from rule, severity, etcd key, revision, scope, provider and key name;
  /// not from page or offset, unless nothing else tells one finding from another.
  ///
  /// @return 16 hex digits
  public String fingerprint() {
    String identity =
        String.join(
            "\0",
            rule.id(),
            severity.jsonName(),
            key.orElseGet(this::objectOrPlace),
            revision.isPresent() ? Long.toString(revision.getAsLong()) : "",
            scope.map(Scope::jsonName).orElse(""),
            provider.orElse(""),
            keyName.orElse(""));
    byte[] hash = sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
  }

  /// What is found twice is one finding at the lower offset, whoever found it first.
  AuditFinding mergedWith(AuditFinding other) {
    AuditFinding lower = other.offset.orElse(0) < offset.orElse(0) ? other : this;
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
        lower.page,
        lower.offset,
        provider,
        keyName,
        copies + other.copies,
        lower.message);
  }

  private String objectOrPlace() {
    if (objectName.isPresent()) {
      return String.join(
          "\1", group.orElse(""), resource.orElse(""), namespace.orElse(""), objectName.get());
    }
    return offset.isPresent() ? "@" + offset.getAsLong() : "";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
