package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The annotation in which `kubectl apply` keeps what was applied, if that was a Secret: its data
/// once more, in JSON.
final class LastAppliedSecrets implements LiteralDetector {
  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  /// The same, for who looks for it before what it says.
  static final byte[] ANNOTATION_BYTES = ANNOTATION.getBytes(StandardCharsets.US_ASCII);

  /// A Secret's kind stands behind its data, which may be long.
  private static final int MOST_BYTES = 64 * 1024;

  /// The annotation's value begins soon: behind a tag and a length, or a colon.
  private static final Pattern OBJECT =
      Pattern.compile(
          "\\A.{0,16}?\\{\\\\*+\"apiVersion\\\\*+\":\\\\*+\"v1\\\\*+\"", Pattern.DOTALL);

  private static final Pattern DATA = Pattern.compile("\"(?:data|stringData)\\\\*+\":\\{\\\\*+\"");
  private static final Pattern KIND = Pattern.compile("\"kind\\\\*+\":\\\\*+\"(\\w+)");
  private static final Pattern NAME = Pattern.compile("\"name\\\\*+\":\\\\*+\"([a-z0-9.-]+)");
  private static final Pattern NAMESPACE =
      Pattern.compile("\"namespace\\\\*+\":\\\\*+\"([a-z0-9-]+)");

  @Override
  public List<String> literals() {
    return List.of(ANNOTATION);
  }

  @Override
  public int reach() {
    return MOST_BYTES;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    long behind = offset + ANNOTATION.length();
    ByteText text = Excerpt.text(bytes, behind, MOST_BYTES, effort);
    Matcher object = OBJECT.matcher(text);
    if (!object.find()) {
      return;
    }
    Matcher kind = KIND.matcher(text).region(object.start(), text.length());
    if (kind.find() && kind.group(1).equals("Secret") && DATA.matcher(text).find()) {
      Matcher name = NAME.matcher(text).region(kind.end(), text.length());
      Matcher namespace = NAMESPACE.matcher(text).region(kind.end(), text.length());
      Named secret =
          Named.of(
              new GroupResource("", "secrets"),
              namespace.find() ? Optional.of(namespace.group(1)) : Optional.empty(),
              name.find() ? Optional.of(name.group(1)) : Optional.empty());
      found.accept(
          Found.of(
                  Detector.LAST_APPLIED,
                  offset,
                  "what kubectl applied last, a Secret with its data")
              .of(secret));
    }
  }
}
