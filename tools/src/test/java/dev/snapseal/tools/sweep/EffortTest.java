package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.SnapshotBytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Looking closer costs a few times the bytes that there are, whatever they are: counted in
/// characters read, which no machine's speed changes.
final class EffortTest {
  private static final long PLENTY = Long.MAX_VALUE / 2;

  /// Every byte of a place may be read so many times.
  private static final int TIMES = 16;

  /// Beside the bytes of the place.
  private static final int OVERHEAD = 64;

  record Place(LiteralDetector detector, String literal, String text) {}

  static List<Place> places() {
    String blanks = " ".repeat(50_000);
    LiteralDetector manifests = new SecretManifests();
    LiteralDetector docker = new DockerConfigs();
    LiteralDetector tokens = new ServiceAccountTokens();
    LiteralDetector applied = new LastAppliedSecrets();
    String auth = "\":{\"auth\":\"dXNlcjpwYXNz\"";
    String word = "a".repeat(1000);
    return List.of(
        new Place(manifests, "kind: Secret", "\n".repeat(50_000) + blanks + "kind: Secret\n"),
        new Place(manifests, "kind: Secret", "  \n".repeat(30_000) + blanks + "kind: Secret\n"),
        new Place(
            manifests, "kind: Secret", blanks + "a: b\n" + blanks + "kind: Secret\n" + blanks),
        new Place(manifests, "kind: Secret", "kind: Secret\ndata:\n" + (blanks + "\n").repeat(3)),
        new Place(manifests, "kind: Secret", "kind: Secret\napiVersion: " + "\\".repeat(50_000)),
        new Place(manifests, "kind: Secret", word + ": b\nkind: Secret\n" + word.repeat(50)),
        new Place(docker, "\"auth\":", "{\"" + word + auth),
        new Place(docker, "\"auth\":", "{\"" + "a.".repeat(480) + "!" + auth),
        new Place(docker, "\"auth\":", "{\"" + ".a-:".repeat(240) + "!" + auth),
        new Place(docker, "\"auth\":", "{\"a.b".repeat(190) + auth),
        new Place(docker, "\"auth\":", "{\"a.b\":{\"username\":\"x\",".repeat(40) + auth),
        new Place(docker, "\"auths\"", "\"auths\": {" + blanks),
        new Place(docker, "\"auth\":", "\"auth\":\"" + "A".repeat(3000)),
        new Place(tokens, "eyJhbGciOi", "eyJhbGciOi" + (word + ".").repeat(8)),
        new Place(tokens, "eyJhbGciOi", "eyJhbGciOi" + word.repeat(8)),
        new Place(
            applied, "kubectl", LAST_APPLIED + "{\"apiVersion\":\"v1\"" + "\\".repeat(70_000)),
        new Place(applied, "kubectl", LAST_APPLIED + "{\\\\".repeat(20_000)),
        new Place(new PrivateKeys(), "-----", "-----BEGIN " + "A ".repeat(300)),
        new Place(new EncryptionKeys(), "Encr", "kind: EncryptionConfig " + "secret:".repeat(3000)),
        new Place(
            new EncryptionKeys(), "Encr", "kind: EncryptionConfig secret:" + word.repeat(20)));
  }

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  @ParameterizedTest
  @MethodSource("places")
  @Timeout(20)
  void everyByteIsReadAFewTimes(Place place) {
    Effort effort = new Effort(PLENTY);
    List<Found> found = confirm(place, effort);
    long used = PLENTY - effort.left();
    assertEquals(0, effort.refused());
    assertTrue(used > 0, "nothing is charged");
    assertTrue(
        used <= (long) TIMES * place.text().length() + OVERHEAD,
        () -> used + " read of " + place.text().length() + ", found " + found.size());
  }

  private static List<Found> confirm(Place place, Effort effort) {
    byte[] bytes = place.text().getBytes(ISO_8859_1);
    List<Found> found = new ArrayList<>();
    place
        .detector()
        .confirm(
            new SnapshotBytes("", MemorySegment.ofArray(bytes)),
            place.text().lastIndexOf(place.literal()),
            effort,
            found::add);
    return found;
  }

  /// What refuses soon costs little: a budget is for what is read, not for what might have been.
  @Test
  void whatIsRefusedSoonCostsLittle() {
    String text =
        LAST_APPLIED + "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}" + "x".repeat(70_000);
    Effort effort = new Effort(PLENTY);
    confirm(new Place(new LastAppliedSecrets(), "kubectl", text), effort);
    assertTrue(PLENTY - effort.left() < 200, () -> "left " + effort.left());
  }
}
