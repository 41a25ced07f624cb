package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Scope;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Something readable, and where it is. Never holds plaintext of a Secret, or a key.
///
/// @param path file, as the report's `inputs` name it
/// @param offset in the file
/// @param length bytes from there on, 0 if that is not known
/// @param decoded see [Found#decoded]
/// @param page of the file, if that is a bbolt file
/// @param object what it is part of, as far as that is known
/// @param preview what it is, in some words
/// @param isPart whether it lies in a value in the clear that is itself counted
/// @param keys by the prefixes of the values under them, if it holds keys of encryption at rest
public record Hit(
    Detector detector,
    String path,
    long offset,
    long length,
    List<String> decoded,
    OptionalLong page,
    Scope scope,
    Named object,
    String preview,
    boolean isPart,
    List<EncryptionPrefix> keys) {
  public Hit {
    decoded = List.copyOf(decoded);
    keys = List.copyOf(keys);
  }

  /// The rule that it breaks, if it can be read.
  public Optional<AuditRule> rule() {
    return detector.rule(scope);
  }

  /// The offset, and the way through what was decoded there, such as `1234-BASE64-0-GZIP-56`.
  public String forensicPath() {
    return decoded.isEmpty() ? Long.toString(offset) : offset + "-" + String.join("-", decoded);
  }

  /// What it is part of, such as `secrets prod/db: `; empty if that is not known.
  public String title() {
    return object.objectName().isPresent() ? object.title() + ": " : "";
  }

  /// The same from run to run as long as the thing stays where it is: made from detector, scope,
  /// path and place.
  ///
  /// @return 16 hex digits
  public String fingerprint() {
    String identity =
        String.join("\0", detector.jsonName(), scope.jsonName(), path, forensicPath());
    byte[] hash = FileDigest.newSha256().digest(identity.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, Long.BYTES);
  }

  Hit with(Scope newScope, OptionalLong newPage) {
    return new Hit(
        detector, path, offset, length, decoded, newPage, newScope, object, preview, isPart, keys);
  }

  Hit of(Optional<Named> owner) {
    return owner
        .filter(named -> object.equals(Named.NOTHING))
        .map(
            named ->
                new Hit(
                    detector, path, offset, length, decoded, page, scope, named, preview, isPart,
                    keys))
        .orElse(this);
  }
}
