package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.util.function.Consumer;

/// A whole Secret inside the value of another object: a manifest that a controller is to apply, an
/// answer of the API server that a ConfigMap keeps.
///
/// @param offset where it begins
/// @param form such as JSON, in which it may be a string
public record EmbeddedSecret(long offset, Remnant.Form form) {
  /// Looking closer may cost so many times the bytes.
  private static final int EFFORT = 64;

  private static final long LEAST_EFFORT = 1 << 20;

  /// Finds them all, in the order in which they say their kind.
  ///
  /// @return whether all places were looked at: what is made of nothing but beginnings is not
  public static boolean find(
      SnapshotBytes bytes, ByteRange range, Consumer<EmbeddedSecret> visitor) {
    long[] left = {EFFORT * Math.max(LEAST_EFFORT, range.length())};
    RemnantScan.places(
        bytes,
        range,
        place -> {
          if (left[0] > 0) {
            left[0] -= look(bytes, range, place, visitor);
          }
        });
    return left[0] > 0;
  }

  /// @return bytes that it took
  private static long look(
      SnapshotBytes bytes, ByteRange range, long place, Consumer<EmbeddedSecret> visitor) {
    if (JsonSecret.mayBeAt(bytes, place, range.end())) {
      JsonSecret secret = JsonSecret.at(bytes, place, range.start(), range.end());
      if (secret.isReadable()) {
        visitor.accept(new EmbeddedSecret(secret.offset(), Remnant.Form.JSON));
      }
      return secret.bytesRead();
    }
    Remnant.at(bytes, place, range.end())
        .filter(object -> object.form() != Remnant.Form.JSON && object.isOfSecrets())
        .ifPresent(object -> visitor.accept(new EmbeddedSecret(place, object.form())));
    return 1;
  }

  /// Such as `a Secret in JSON`.
  public String title() {
    return "a Secret in " + form.words();
  }
}
