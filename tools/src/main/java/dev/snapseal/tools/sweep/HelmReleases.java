package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Releases of Helm: JSON, packed with gzip, in base64. They hold the values a chart was installed
/// with, passwords among them.
///
/// @see <a href="https://github.com/helm/helm/blob/v3.18.4/pkg/storage/driver/util.go">helm
///   storage/driver/util.go</a>
final class HelmReleases implements LiteralDetector {
  /// The head of gzip as Go writes it, in base64, up to the level.
  private static final String GZIP = "H4sIAAAAAAA";

  private static final int MOST_CHARACTERS = 2 << 20;
  private static final int MOST_BYTES = 8 << 20;
  private static final int HEAD_BYTES = 4096;

  /// What unpacking a byte costs, in bytes that are only looked at.
  private static final long UNPACKING_COST = 8;

  private static final Pattern RELEASE =
      Pattern.compile("\\A\\{\"name\":\"([a-z0-9.-]{1,253})\",\"(?:info|chart|config|manifest)\":");

  private final Canaries canaries;
  private final LiteralSet literals;

  /// @param canaries to be searched inside as well
  HelmReleases(Canaries canaries) {
    this.canaries = canaries;
    this.literals = canaries.literals();
  }

  @Override
  public List<String> literals() {
    return List.of(GZIP);
  }

  @Override
  public int reach() {
    return HEAD_BYTES;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    byte[] head = unpacked(Excerpt.base64(bytes, offset, HEAD_BYTES), HEAD_BYTES);
    Matcher release = RELEASE.matcher(new String(head, StandardCharsets.UTF_8));
    if (!release.find()) {
      return;
    }
    found.accept(
        Found.of(Detector.HELM_RELEASE, 0, "Helm release " + release.group(1))
            .inside(0, "GZIP")
            .inside(offset, "BASE64"));
    if (canaries.size() == 0) {
      return;
    }
    byte[] packed = Excerpt.base64(bytes, offset, MOST_CHARACTERS);
    if (!effort.spend(UNPACKING_COST * packed.length)) {
      return;
    }
    SnapshotBytes json = Excerpt.bytes(unpacked(packed, MOST_BYTES));
    literals.scan(
        json,
        new ByteRange(0, json.length()),
        json.length(),
        (number, inside) ->
            found.accept(
                canaries.found(number, inside).inside(0, "GZIP").inside(offset, "BASE64")));
  }

  /// What the bytes unpack to, at most `most` and as far as they are whole.
  private static byte[] unpacked(byte[] packed, int most) {
    ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] part = new byte[HEAD_BYTES];
      for (int length = gzip.read(part);
          length > 0 && unpacked.size() < most;
          length = gzip.read(part)) {
        unpacked.write(part, 0, length);
      }
    } catch (IOException e) {
      // Cut off or overwritten: what came before counts.
    }
    return unpacked.toByteArray();
  }
}
