package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.snapshot.FileDigest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/// One thing an audit found, with its place. Never holds plaintext or key material.
///
/// @param severity at most the rule's own
/// @param path input it was found in, as the report's `inputs` name it
/// @param value what it is about, [Value#NONE] where no single value is meant
/// @param storage how that is stored, [Storage#NONE] where no value is meant
/// @param place where it stands, [Place#NONE] where the whole file is meant
/// @param copies how often the same finding was made in one file, the places of the others left out
/// @param message what exactly, in one sentence
public record AuditFinding(
    AuditRule rule,
    Severity severity,
    String path,
    Value value,
    Storage storage,
    Place place,
    int copies,
    String message) {

  private static final int FINGERPRINT_BYTES = 8;

  public AuditFinding {
    if (severity.compareTo(rule.severity()) < 0) {
      throw new IllegalArgumentException(
          "a finding of %s is at most %s, not %s".formatted(rule, rule.severity(), severity));
    }
  }

  /// The value that a finding is about.
  ///
  /// @param key etcd key, bytes that are not UTF-8 as `\xNN`; empty if it is not known
  /// @param resource Kubernetes' plural, empty if the key names none
  public record Value(
      Optional<String> key,
      Optional<String> group,
      Optional<String> resource,
      Optional<String> namespace,
      Optional<String> objectName,
      OptionalLong revision,
      Optional<Scope> scope) {
    static final Value NONE =
        new Value(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty());

    /// The resource as kubectl takes it, such as `deployments.apps`; empty if none is known, or if
    /// a shell could take it for more than a name.
    public Optional<String> kubectlName() {
      return resource.map(
          name -> group.filter(text -> !text.isEmpty()).map(g -> name + "." + g).orElse(name));
    }
  }

  /// How a value is stored.
  ///
  /// @param provider who encrypted, `identity` for plaintext
  /// @param keyName under which key, empty for plaintext
  public record Storage(Optional<String> provider, Optional<String> keyName) {
    static final Storage NONE = new Storage(Optional.empty(), Optional.empty());

    static Storage under(EncryptionPrefix prefix) {
      return new Storage(
          Optional.of(prefix.provider().jsonName()),
          prefix.provider() == Provider.IDENTITY
              ? Optional.empty()
              : Optional.of(prefix.keyName()));
    }
  }

  /// Where something stands.
  ///
  /// @param page page of the file
  /// @param offset byte of the file where the value begins
  public record Place(OptionalLong page, OptionalLong offset) {
    static final Place NONE = new Place(OptionalLong.empty(), OptionalLong.empty());

    static Place of(long page, long offset) {
      return new Place(OptionalLong.of(page), OptionalLong.of(offset));
    }
  }

  /// A finding about one value.
  static AuditFinding ofValue(
      AuditRule rule,
      Severity severity,
      String path,
      Value value,
      Storage storage,
      Place place,
      String message) {
    return new AuditFinding(rule, severity, path, value, storage, place, 1, message);
  }

  /// A finding about a place in a file, or [Place#NONE] in particular.
  static AuditFinding ofFile(
      AuditRule rule, Severity severity, String path, Place place, String message) {
    return ofValue(rule, severity, path, Value.NONE, Storage.NONE, place, message);
  }

  /// A finding about all values under one key.
  static AuditFinding ofKey(AuditRule rule, String path, EncryptionPrefix prefix, String message) {
    return ofValue(
        rule, rule.severity(), path, Value.NONE, Storage.under(prefix), Place.NONE, message);
  }

  /// What to do about it, where one can with a command to paste.
  public String remedy() {
    return value.kubectlName().map(rule::remedyFor).orElse(rule.remedy());
  }

  /// The same from run to run and from backup to backup as long as the value stays what it is and
  /// where it belongs: made from rule, severity, etcd key, revision, scope, provider and key name;
  /// not from page or offset, unless nothing else tells one finding from another.
  ///
  /// @return 16 hex digits
  public String fingerprint() {
    OptionalLong revision = value.revision();
    String identity =
        String.join(
            "\0",
            rule.id(),
            severity.jsonName(),
            value.key().orElseGet(this::objectOrPlace),
            revision.isPresent() ? Long.toString(revision.getAsLong()) : "",
            value.scope().map(Scope::jsonName).orElse(""),
            storage.provider().orElse(""),
            storage.keyName().orElse(""));
    byte[] hash = FileDigest.newSha256().digest(identity.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
  }

  /// Whether the fingerprint tells this from another value: one without key and name has only its
  /// place, where tomorrow another may stand.
  boolean isRecognisable() {
    return value.scope().isEmpty() || value.key().isPresent() || value.objectName().isPresent();
  }

  /// What is found twice is one finding at the lower offset, whoever found it first.
  AuditFinding mergedWith(AuditFinding other) {
    AuditFinding lower = other.place.offset().orElse(0) < place.offset().orElse(0) ? other : this;
    return new AuditFinding(
        rule, severity, path, value, storage, lower.place, copies + other.copies, lower.message);
  }

  private String objectOrPlace() {
    if (value.objectName().isPresent()) {
      return String.join(
          "\1",
          value.group().orElse(""),
          value.resource().orElse(""),
          value.namespace().orElse(""),
          value.objectName().get());
    }
    return place.offset().isPresent() ? "@" + place.offset().getAsLong() : "";
  }
}
