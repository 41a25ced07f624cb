package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes, as a value and as a key: a declared exception or an answer.
final class ObjectDecoderFuzzTest {
  private static final ObjectKey KEY =
      (ObjectKey) new KubernetesKeyReader().read("/registry/secrets/prod/db".getBytes(UTF_8));

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void anyBytesAreAnObjectOrADeclaredError(byte[] bytes) {
    MemorySegment value = MemorySegment.ofArray(bytes);
    new IdentityCheck().fit(bytes, 0, bytes.length, KEY);
    new KubernetesKeyReader().read(value);
    try {
      DecodedObject decoded = ObjectDecoder.decode(value, 1);
      ObjectRenderer.yaml(decoded, ManifestViews.redacted(decoded.tree()));
      ObjectRenderer.json(decoded, ManifestViews.manifest(decoded.tree()));
      ObjectTimes.managers(decoded.tree());
    } catch (ObjectDecodingException expected) {
      // The declared answer to bytes that are no object.
    }
  }

  static Stream<byte[]> seeds() {
    MemorySegment secret =
        new MessageBytes()
            .message(1, MessageBytes.metadata("prod", "db").entry(11, "a", "b"))
            .entry(2, "password", "hunter2")
            .stored("v1", "Secret");
    return Stream.of(
        secret.toArray(ValueLayout.JAVA_BYTE),
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"db\"}}"
            .getBytes(UTF_8),
        "/registry/secrets/prod/db".getBytes(UTF_8));
  }
}
