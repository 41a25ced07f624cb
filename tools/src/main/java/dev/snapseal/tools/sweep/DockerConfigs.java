package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Credentials of image registries, as `kubernetes.io/dockerconfigjson` holds them and docker's own
/// `config.json`, and as `kubernetes.io/dockercfg` and the `.dockercfg` of old: without `auths`
/// around them.
///
/// @see <a
///   href="https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets">Kubernetes:
///   Docker config Secrets</a>
final class DockerConfigs implements LiteralDetector {
  private static final int MOST_BYTES = 2048;
  private static final int AUTHS_BYTES = "\"auths".length();

  private static final Pattern AUTHS =
      Pattern.compile("\\A\"auths\\\\*+\"\\s*+:\\s*+\\{\\s*+\\\\*+\"([^\"\\\\]{1,255})");
  private static final Pattern CREDENTIAL =
      Pattern.compile("\"(?:auth|password|identitytoken)\\\\*+\"\\s*+:\\s*+\\\\*+\"[^\"\\\\]");

  /// User and password, joined by a colon, in base64.
  private static final Pattern AUTH =
      Pattern.compile("\\A\"auth\\\\*+\"\\s*+:\\s*+\\\\*+\"([A-Za-z0-9+/]{4,}+={0,2}+)\\\\*+\"");

  /// The first registry of a legacy file, up to its `auth`: a host with a dot or a port. What is
  /// behind the dot or colon is looked at before the host is read, which so is read once.
  private static final Pattern LEGACY =
      Pattern.compile(
          "\\{\\s*+\\\\*+\"((?:https?://)?+(?=[A-Za-z0-9-]*+[.:][A-Za-z0-9-])"
              + "[.:A-Za-z0-9-]++[A-Za-z0-9./-]*+)"
              + "\\\\*+\"\\s*+:\\s*+\\{(?:\\s*+\\\\*+\"(?:username|password|email)\\\\*+\"\\s*+:\\s*+"
              + "\\\\*+\"[^\"]*+\"\\s*+,)*+\\s*+\\\\*+\\z");

  private static final Pattern INSIDE_AUTHS = Pattern.compile("\"auths\\\\*+\"\\s*+:\\s*+\\z");

  @Override
  public List<String> literals() {
    return List.of("\"auths\"", "\"auths\\\"", "\"auth\":", "\"auth\" :", "\"auth\\\":");
  }

  @Override
  public int reach() {
    return MOST_BYTES;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    if (bytes.u8(offset + AUTHS_BYTES - 1) == 's') {
      withAuths(bytes, offset, effort, found);
    } else {
      legacy(bytes, offset, effort, found);
    }
  }

  private static void withAuths(
      SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    ByteText text = Excerpt.text(bytes, offset, MOST_BYTES, effort);
    Matcher auths = AUTHS.matcher(text);
    if (auths.find() && CREDENTIAL.matcher(text).find()) {
      found.accept(credentials(auths.group(1), offset));
    }
  }

  private static void legacy(
      SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    Matcher auth = AUTH.matcher(Excerpt.text(bytes, offset, MOST_BYTES, effort));
    if (!auth.find() || !isUserAndPassword(bytes, offset + auth.start(1), auth, effort)) {
      return;
    }
    long start = Math.max(0, offset - MOST_BYTES / 2);
    ByteText before = Excerpt.text(bytes, start, (int) (offset - start), effort);
    Matcher registry = LEGACY.matcher(before);
    if (registry.find() && !INSIDE_AUTHS.matcher(before.subSequence(0, registry.start())).find()) {
      found.accept(credentials(registry.group(1), start + registry.start()));
    }
  }

  private static boolean isUserAndPassword(
      SnapshotBytes bytes, long offset, Matcher auth, Effort effort) {
    byte[] decoded = Excerpt.base64(bytes, offset, auth.end(1) - auth.start(1), effort);
    boolean isText = false;
    for (byte octet : decoded) {
      if (octet < ' ') {
        isText = false;
        break;
      }
      isText |= octet == ':';
    }
    Arrays.fill(decoded, (byte) 0);
    return isText;
  }

  private static Found credentials(String registry, long offset) {
    return Found.of(Detector.DOCKER_CONFIG, offset, "credentials for registry " + registry);
  }
}
