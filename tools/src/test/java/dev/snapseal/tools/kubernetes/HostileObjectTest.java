package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Values made to cost more memory or time than their size allows. The tests' heap is the program's
/// own 512 MiB.
final class HostileObjectTest {
  record Hostile(String name, MemorySegment value) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Hostile> hostileValues() {
    int most = StoredJson.MAX_OBJECT_SIZE;
    return List.of(
        json("lists", "{\"a\":[", "[],", "[]]}", most),
        json("fewer lists", "{\"a\":[", "[],", "[]]}", 700_000),
        json("objects", "{\"a\":[", "{\"a\":1},", "1]}", 900_000),
        json("deep", "{\"a\":".repeat(490), "{\"a\":", "1", most),
        json("deep lists", "{\"a\":" + "[".repeat(490), "1,", "1" + "]".repeat(490) + "}", 900_000),
        json("deep objects", deep(490) + "[", "{\"a\":1},", "1]" + "}".repeat(490), 900_000),
        json("indented objects", deep(38) + "[", "{\"a\":1},", "1]" + "}".repeat(38), 900_000),
        json("escapes", "{\"a\":\"", "\\u0001", "\"}", most),
        json("repeated keys", "{\"a\":1,", "\"\":1,", "\"b\":1}", 1_200_000),
        metadata("finalizers", 14, most),
        metadata("owners", 13, 500_000),
        metadata("labels", 11, 500_000),
        new Hostile("metadata", object(repeated(1, most))),
        new Hostile("unknown fields", object(repeated(13, most))));
  }

  @ParameterizedTest
  @MethodSource("hostileValues")
  void aHostileValueEndsInAnErrorOrAnAnswerWithinTimeAndMemory(Hostile hostile) {
    assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          try {
            DecodedObject decoded = ObjectDecoder.decode(hostile.value(), 1);
            String yaml = ObjectRenderer.yaml(decoded, ManifestViews.redacted(decoded.tree()));
            String json = ObjectRenderer.json(decoded, ManifestViews.manifest(decoded.tree()));
            assertTrue(yaml.length() < 200_000_000 && json.length() < 200_000_000);
          } catch (ObjectDecodingException expected) {
            assertTrue(expected.getMessage().length() < 1000);
          }
        });
  }

  private static String deep(int depth) {
    return "{\"a\":".repeat(depth);
  }

  private static Hostile json(String name, String head, String unit, String tail, int size) {
    int units = (size - head.length() - tail.length()) / unit.length();
    byte[] text = (head + unit.repeat(units) + tail).getBytes(UTF_8);
    return new Hostile("json " + name, MemorySegment.ofArray(text));
  }

  /// Metadata of nothing but empty fields of one number, 2 bytes each.
  private static Hostile metadata(String name, int number, int size) {
    return new Hostile(
        name, object(new MessageBytes().bytes(1, repeated(number, size - 100)).toBytes()));
  }

  private static byte[] repeated(int number, int size) {
    byte[] fields = new byte[(size - 100) / 2 * 2];
    for (int i = 0; i < fields.length; i += 2) {
      fields[i] = (byte) (number << 3 | 2);
    }
    return fields;
  }

  private static MemorySegment object(byte[] raw) {
    return MessageBytes.ofBytes(raw).stored("v1", "Secret");
  }
}
