package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Private keys in PEM: the line that begins one and enough of its body, as it is in a file or with
/// its line ends escaped as in JSON.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
final class PrivateKeys implements LiteralDetector {
  private static final int MOST_BYTES = 512;

  /// Line ends, also escaped once or twice; PKCS #1 may have headers before the body.
  private static final Pattern BEGINNING =
      Pattern.compile(
          "\\A-----BEGIN ((?:[A-Z0-9]+ ){0,3}PRIVATE KEY)-----"
              + "(?:[\\r\\n]|\\\\++[nr])++[ \\t]*+"
              + "(?:[A-Za-z-]++: [^\\r\\n\\\\]*+(?:[\\r\\n]|\\\\++[nr])++[ \\t]*+)*+"
              + "[A-Za-z0-9+/]{32}");

  @Override
  public List<String> literals() {
    return List.of("-----BEGIN ");
  }

  @Override
  public int reach() {
    return MOST_BYTES;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    Matcher beginning = BEGINNING.matcher(Excerpt.text(bytes, offset, MOST_BYTES, effort));
    if (beginning.find()) {
      found.accept(
          Found.of(Detector.PRIVATE_KEY, offset, "-----BEGIN " + beginning.group(1) + "-----"));
    }
  }
}
