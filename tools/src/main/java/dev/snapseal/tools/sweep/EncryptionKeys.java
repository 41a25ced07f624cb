package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keys of encryption at rest: an `EncryptionConfiguration` with keys in it, YAML or JSON, Talos'
/// machine configuration, and k3s' token, which opens the keys that k3s keeps in its database.
final class EncryptionKeys implements LiteralDetector {
  private static final String KIND = "EncryptionConfig";
  private static final String TALOS = "EncryptionSecret";
  private static final String K3S = "::server:";
  private static final int BEFORE = 4096;
  private static final int AFTER = 16 * 1024;
  private static final int K3S_BEFORE = 67;

  /// Also quoted inside other JSON.
  private static final Pattern CONFIGURATION =
      Pattern.compile("kind\\\\*+[\"']?+\\s*+:\\s*+\\\\*+[\"']?+EncryptionConfig(?:uration)?\\b");

  private static final Pattern KEY =
      Pattern.compile("\\bsecret\\\\*+[\"']?+\\s*+:\\s*+\\\\*+[\"']?+([A-Za-z0-9+/]{22,}={0,2})");
  private static final Pattern TALOS_KEY =
      Pattern.compile("(?:aescbc|secretbox)EncryptionSecret\"?\\s*:\\s*\"?[A-Za-z0-9+/]{22,}");
  private static final Pattern K3S_TOKEN =
      Pattern.compile("K10[0-9a-f]{64}::server:[0-9A-Za-z]{8,}");

  @Override
  public List<String> literals() {
    return List.of(KIND, TALOS, K3S);
  }

  @Override
  public int reach() {
    return BEFORE + AFTER;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    switch (bytes.u8(offset)) {
      case ':' -> k3sToken(bytes, offset, effort, found);
      default -> {
        if (bytes.matches(offset, KIND.length(), bytes(KIND))) {
          configuration(bytes, offset, effort, found);
        } else {
          talos(bytes, offset, effort, found);
        }
      }
    }
  }

  private static void configuration(
      SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    Matcher kind =
        CONFIGURATION.matcher(Excerpt.around(bytes, offset, 24, KIND.length() + 8, effort));
    if (!kind.find()) {
      return;
    }
    Matcher key = KEY.matcher(Excerpt.around(bytes, offset, BEFORE, AFTER, effort));
    int keys = 0;
    while (key.find()) {
      keys++;
    }
    if (keys > 0) {
      found.accept(
          Found.of(
              Detector.ENCRYPTION_KEY,
              offset,
              "an EncryptionConfiguration with " + keys + (keys == 1 ? " key" : " keys")));
    }
  }

  private static void talos(
      SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    if (TALOS_KEY.matcher(Excerpt.around(bytes, offset, 9, 64, effort)).find()) {
      found.accept(
          Found.of(
              Detector.ENCRYPTION_KEY,
              offset,
              "the encryption key of a Talos machine configuration"));
    }
  }

  private static void k3sToken(
      SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    if (K3S_TOKEN.matcher(Excerpt.around(bytes, offset, K3S_BEFORE, 64, effort)).find()) {
      found.accept(
          Found.of(
              Detector.ENCRYPTION_KEY,
              Math.max(0, offset - K3S_BEFORE),
              "a k3s server token, which opens the cluster's bootstrap data"));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
