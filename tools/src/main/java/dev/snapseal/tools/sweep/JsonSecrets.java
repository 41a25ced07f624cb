package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.plaintext.JsonSecret;
import dev.snapseal.tools.report.Quantity;
import java.util.List;
import java.util.function.Consumer;

/// Secrets in JSON, and lists of them, by their kind: whatever field comes first, inside another
/// object, and in a string of JSON, as a log or an annotation has it.
final class JsonSecrets implements LiteralDetector {
  private static final int REACH = 16 * 1024;

  private static final GroupResource SECRETS = new GroupResource("", "secrets");

  /// What `kubectl apply` keeps of the object itself is [LastAppliedSecrets]'.
  private static final byte[] ANNOTATION = LastAppliedSecrets.ANNOTATION_BYTES;

  /// Between the annotation's name and its value stand a colon, quotes and a blank.
  private static final int BEFORE_VALUE = 16;

  /// As encoders lay out a field, in a string in a string at most.
  @Override
  public List<String> literals() {
    return List.of(
        "kind\":\"Secret",
        "kind\": \"Secret",
        "kind\" : \"Secret",
        "kind\\\":\\\"Secret",
        "kind\\\": \\\"Secret",
        "kind\\\\\\\":\\\\\\\"Secret",
        "kind\\\\\\\": \\\\\\\"Secret",
        "kind\\\\\\\\\\\\\\\":\\\\\\\\\\\\\\\"Secret");
  }

  @Override
  public int reach() {
    return REACH;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    long most = Math.min(SecretManifest.MOST_BYTES, REACH + effort.left());
    JsonSecret secret =
        JsonSecret.at(
            bytes, offset, Math.max(0, offset - most), Math.min(bytes.length(), offset + most));
    effort.charge(secret.bytesRead());
    if (effort.left() == 0 && !secret.isReadable()) {
      effort.refuse();
    }
    if (secret.isReadable() && !isApplied(bytes, secret.offset())) {
      found.accept(
          Found.of(
                  Detector.SECRET_MANIFEST,
                  secret.offset(),
                  "a "
                      + secret.kind()
                      + " in JSON with "
                      + Quantity.count(secret.values(), "value"))
              .of(Named.of(SECRETS, secret.namespace(), secret.name())));
    }
  }

  private static boolean isApplied(SnapshotBytes bytes, long offset) {
    for (int between = 1; between <= BEFORE_VALUE; between++) {
      long start = offset - between - ANNOTATION.length;
      if (start >= 0 && bytes.matches(start, ANNOTATION.length, ANNOTATION)) {
        return true;
      }
    }
    return false;
  }
}
