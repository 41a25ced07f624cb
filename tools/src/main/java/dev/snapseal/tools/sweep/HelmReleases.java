package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    Optional<String> name = nameOfRelease(bytes, offset, effort);
    if (name.isEmpty()) {
      return;
    }
    found.accept(
        Found.of(Detector.HELM_RELEASE, 0, "Helm release " + name.get())
            .inside(0, "GZIP")
            .inside(offset, "BASE64"));
    if (canaries.size() == 0) {
      return;
    }
    byte[] packed = Excerpt.base64(bytes, offset, MOST_CHARACTERS, effort);
    if (effort.spend(UNPACKING_COST * packed.length)) {
      search(packed, offset, found);
    }
    Arrays.fill(packed, (byte) 0);
  }

  private static Optional<String> nameOfRelease(SnapshotBytes bytes, long offset, Effort effort) {
    byte[] packed = Excerpt.base64(bytes, offset, HEAD_BYTES, effort);
    effort.charge(UNPACKING_COST * packed.length);
    try (Unpacked head = Unpacked.of(packed, HEAD_BYTES)) {
      Matcher release = RELEASE.matcher(head.text(effort));
      return release.find() ? Optional.of(release.group(1)) : Optional.empty();
    } finally {
      Arrays.fill(packed, (byte) 0);
    }
  }

  private void search(byte[] packed, long offset, Consumer<Found> found) {
    try (Unpacked json = Unpacked.of(packed, MOST_BYTES)) {
      literals.scan(
          json.bytes(),
          new ByteRange(0, json.bytes().length()),
          json.bytes().length(),
          (number, inside) ->
              found.accept(
                  canaries.found(number, inside).inside(0, "GZIP").inside(offset, "BASE64")));
    }
  }
}
