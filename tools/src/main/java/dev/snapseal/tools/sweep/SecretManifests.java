package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.SnapshotBytes;
import java.util.List;
import java.util.function.Consumer;

/// Secrets in YAML, as `kubectl get secret -o yaml` and a repository of manifests have them: `kind:
/// Secret` with at least one value beside it, wherever in a list, a file of several documents or a
/// ConfigMap it stands, and inside strings of JSON.
final class SecretManifests implements LiteralDetector {
  /// Nearly all manifests are shorter; what a longer one costs is told.
  private static final int REACH = 16 * 1024;

  private static final GroupResource SECRETS = new GroupResource("", "secrets");

  @Override
  public List<String> literals() {
    return List.of(
        "kind: Secret",
        "kind: \"Secret\"",
        "kind: 'Secret'",
        "kind: \\\"Secret\\\"",
        "\"kind\": \"Secret\"",
        "\"kind\": Secret",
        "'kind': 'Secret'");
  }

  @Override
  public int reach() {
    return REACH;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    int most = (int) Math.min(SecretManifest.MOST_BYTES, REACH + effort.left());
    SecretManifest secret = SecretManifest.at(bytes, offset, most, effort);
    if (effort.left() == 0 && !secret.isReadable()) {
      effort.refuse();
    }
    if (secret.isReadable()) {
      found.accept(
          Found.of(Detector.SECRET_MANIFEST, secret.offset(), secret.preview())
              .of(Named.of(SECRETS, secret.namespace(), secret.objectName())));
    }
  }
}
