package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Credentials of image registries, as `kubernetes.io/dockerconfigjson` holds them and docker's own
/// `config.json`.
final class DockerConfigs implements LiteralDetector {
  private static final int MOST_BYTES = 2048;
  private static final Pattern AUTHS =
      Pattern.compile("\\A\\\\*+\"auths\\\\*+\"\\s*+:\\s*+\\{\\s*+\\\\*+\"([^\"\\\\]{1,255})");
  private static final Pattern CREDENTIAL =
      Pattern.compile("\"(?:auth|password|identitytoken)\\\\*+\"\\s*+:\\s*+\\\\*+\"[^\"\\\\]");

  @Override
  public List<String> literals() {
    return List.of("\"auths\":", "\"auths\\\":");
  }

  @Override
  public int reach() {
    return MOST_BYTES;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    String text = Excerpt.text(bytes, offset, MOST_BYTES);
    Matcher auths = AUTHS.matcher(text);
    if (auths.find() && CREDENTIAL.matcher(text).find()) {
      found.accept(
          Found.of(Detector.DOCKER_CONFIG, offset, "credentials for registry " + auths.group(1)));
    }
  }
}
