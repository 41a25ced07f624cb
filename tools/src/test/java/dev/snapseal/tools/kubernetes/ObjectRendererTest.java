package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class ObjectRendererTest {
  static List<String> hostileStrings() {
    return List.of(
        "",
        " ",
        "y",
        "Y",
        "yes",
        "No",
        "ON",
        "off",
        "true",
        "False",
        "null",
        "NULL",
        "~",
        "0",
        "0123",
        "0o17",
        "1e3",
        "1E3",
        "+1",
        "-1",
        ".5",
        "1.",
        "0x1F",
        "0b11",
        "1_000",
        "190:20:30",
        "2026-01-01",
        "2026-11-24T15:57:01Z",
        ".inf",
        "-.INF",
        ".NaN",
        "<<",
        "=",
        "a: b",
        "a:",
        ":a",
        "a #b",
        "#a",
        "- a",
        "-",
        "?",
        "? a",
        "[a]",
        "{a}",
        "&a",
        "*a",
        "!a",
        "!!binary a",
        "|",
        ">",
        "'a'",
        "\"a\"",
        "%a",
        "@a",
        "`a",
        "---",
        "...",
        "--- a",
        "a\nb",
        "a\nb\n",
        "a\n\n\n",
        "\na",
        "\n",
        "  a\n b\n",
        "a \nb",
        "a\n b",
        "a\n\tb",
        "\ta",
        "a\t",
        "a\r\nb",
        "a\rb",
        "#a\n#b\n",
        "---\na\n...\n",
        "key: |\n  text\n",
        "\u0000",
        "\u0007\u001b[31m",
        "\u0085",
        "a\u0085b\n",
        "\u2028",
        "\u2029\n",
        "\ufeff",
        "\u007f",
        "a\u009b31m\nb\n",
        "a\u202eb\u202c",
        "a\u2066b\nc\u2069\n",
        "\u200e\u200f\u061c",
        "\u00a0",
        "\ud83d\ude00",
        "\ud83d\ude00\nb",
        "\uffff",
        "\u00e9",
        "a".repeat(5000),
        "a b ".repeat(2000),
        "x\n".repeat(500),
        "/a/b",
        "a=b==",
        "inf");
  }

  @ParameterizedTest
  @MethodSource("hostileStrings")
  void aStringComesBackFromYamlAsItWas(String text) {
    ObjectNode tree = tree(text);
    String yaml = ObjectRenderer.yaml(tree);
    assertEquals(List.of(), PlainScalars.notStrings(yaml), yaml);
    assertEquals(tree, reload(yaml), yaml);
  }

  @ParameterizedTest
  @MethodSource("hostileStrings")
  void nothingThatSteersATerminalIsWritten(String text) {
    ObjectNode tree = tree(text);
    tree.put(text, "k");
    String json = ObjectRenderer.json(tree);
    if (text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      assertEquals(tree, ServedObject.MAPPER.readTree(json));
    }
    for (String written : List.of(json, ObjectRenderer.yaml(tree))) {
      assertTrue(written.codePoints().noneMatch(ObjectRendererTest::isSteering), written);
    }
  }

  private static boolean isSteering(int c) {
    return (c < ' ' && c != '\n')
        || (c >= 0x7F && c < 0xA0)
        || List.of(0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF).contains(c)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  @ParameterizedTest
  @MethodSource("hostileStrings")
  void aKeyComesBackFromYamlAsItWas(String text) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("data").put(text, "v");
    String yaml = ObjectRenderer.yaml(tree);
    assertEquals(List.of(), PlainScalars.notStrings(yaml), yaml);
    assertEquals(tree, reload(yaml), yaml);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomStringsComeBackFromYaml(long seed) {
    Random random = new Random(seed);
    String alphabet = "aYn0e+-._:#'\"|>&*!%@`[]{},?~= \n\n\t\r\u0085\u2028\ufeff\u0001\u00e9";
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(12);
      for (int c = 0; c < length; c++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      ObjectNode tree = tree(text.toString());
      String yaml = ObjectRenderer.yaml(tree);
      assertEquals(List.of(), PlainScalars.notStrings(yaml), () -> "seed " + seed + ": " + yaml);
      assertEquals(tree, reload(yaml), () -> "seed " + seed + ": " + yaml);
    }
  }

  @Test
  void anExponentIsOneInYaml11() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("a", 1.5e30).put("b", 2e-9).put("c", new BigDecimal("1E+400"));
    assertEquals("a: 1.5E+30\nb: 2.0E-9\nc: 1.0E+400\n", ObjectRenderer.yaml(tree));
  }

  @Test
  void halfOfASurrogatePairIsNotAnError() {
    assertFalse(ObjectRenderer.yaml(tree("a\ud83d")).isEmpty());
    assertFalse(ObjectRenderer.json(tree("\ude00\ud83d")).isEmpty());
  }

  @Test
  void everyObjectOfTheZooComesBackFromYaml() {
    for (ServedObject zoo : ServedObject.all("zoo-1.36")) {
      String yaml = ObjectRenderer.yaml(zoo.object());
      assertEquals(withDoubles(zoo.object()), withDoubles(reload(yaml)), zoo.key());
    }
  }

  @Test
  void aSecretIsPrintedAsKubectlTakesIt() throws ObjectDecodingException {
    DecodedObject decoded = ObjectDecoder.decode(secret(), 7);
    assertEquals(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: db
          namespace: prod
          labels:
            app: "on"
          annotations:
            note: |
              two
              lines
        data:
          password: aHVudGVyMg==
        type: Opaque
        """,
        ObjectRenderer.yaml(decoded, ManifestViews.manifest(decoded.tree())));
  }

  @Test
  void aFullManifestKeepsWhatTheServerSets() throws ObjectDecodingException {
    DecodedObject decoded = ObjectDecoder.decode(secret(), 7);
    String yaml = ObjectRenderer.yaml(decoded, decoded.tree());
    assertTrue(yaml.contains("  resourceVersion: \"7\"\n"), yaml);
    assertTrue(yaml.contains("  creationTimestamp: \"2026-11-24T16:00:00Z\"\n"), yaml);
  }

  @Test
  void aRedactedSecretShowsSizesOnly() throws ObjectDecodingException {
    MemorySegment value =
        new MessageBytes()
            .message(
                1,
                MessageBytes.metadata("prod", "db")
                    .entry(
                        12,
                        "kubectl.kubernetes.io/last-applied-configuration",
                        "has hunter2 in it"))
            .entry(2, "empty", "")
            .entry(2, "password", "hunter2")
            .stored("v1", "Secret");
    ObjectNode redacted = ManifestViews.redacted(ObjectDecoder.decode(value, 7).tree());
    assertEquals("<7 bytes>", redacted.at("/data/password").stringValue());
    assertEquals("<0 bytes>", redacted.at("/data/empty").stringValue());
    String yaml = ObjectRenderer.yaml(redacted);
    assertFalse(yaml.contains("hunter2") || yaml.contains("aHVudGVyMg"), yaml);
  }

  @Test
  void aForgedSecretShowsNothingEither() throws ObjectDecodingException {
    String forged =
        """
        {"apiVersion":"v1","kind":"Secret","data":"hunter2","spec":{"x":"hunter2"},
         "stringData":{"a":"hunter2","b":["hunter2"]}}
        """;
    MemorySegment value = MemorySegment.ofArray(forged.getBytes(UTF_8));
    ObjectNode redacted = ManifestViews.redacted(ObjectDecoder.decode(value, 7).tree());
    assertFalse(redacted.toString().contains("hunter2"), redacted.toString());
  }

  @Test
  void aViewLeavesTheObjectAsItWas() throws ObjectDecodingException {
    ObjectNode object = ObjectDecoder.decode(secret(), 7).tree();
    ObjectNode before = object.deepCopy();
    ManifestViews.redacted(object);
    ManifestViews.manifest(object);
    assertEquals(before, object);
  }

  @Test
  void whatIsNotDecodedIsSaidInYamlAndJson() throws ObjectDecodingException {
    MemorySegment thing =
        new MessageBytes()
            .message(1, MessageBytes.metadata("prod", "web").varint(15, 1))
            .text(2, "spec")
            .stored("later.example.com/v1", "Thing");
    DecodedObject decoded = ObjectDecoder.decode(thing, 7);
    String yaml = ObjectRenderer.yaml(decoded, ManifestViews.manifest(decoded.tree()));
    assertTrue(
        yaml.startsWith(
            """
            # generic: of this kind only the metadata is known; the other fields
            # stand under their numbers, for reading, and kubectl does not take them
            # unknown field: metadata.15 (1 bytes): base64 AQ==
            apiVersion: later.example.com/v1
            kind: Thing
            """),
        yaml);
    JsonNode json = ServedObject.MAPPER.readTree(ObjectRenderer.json(decoded, decoded.tree()));
    assertEquals(2, json.at("/notDecoded/0/number").intValue());
    assertEquals("metadata", json.at("/unknownFields/0/path").stringValue());
    assertEquals("AQ==", json.at("/unknownFields/0/bytes").stringValue());
    assertEquals("spec", json.at("/2").stringValue());
  }

  @Test
  void aTerminalShowsNothingOfAnEncryptedObjectButItsMetadata() throws ObjectDecodingException {
    MemorySegment value =
        new MessageBytes()
            .message(
                1, MessageBytes.metadata("prod", "app").entry(12, "x/last-applied", "{hunter2}"))
            .entry(2, "a", "hunter2")
            .entry(3, "b", "hunter2")
            .message(2, new MessageBytes().text(1, "c").bytes(2, new byte[] {'h', 'u', -1}))
            .text(99, "hunter2")
            .stored("v1", "ConfigMap");
    DecodedObject decoded = ObjectDecoder.decode(value, 7);
    TerminalView view = TerminalView.of(decoded, decoded.tree(), TerminalView.Protection.ENCRYPTED);
    assertTrue(view.isHiding());
    for (String text :
        List.of(
            ObjectRenderer.yaml(view.decoded(), view.tree()),
            ObjectRenderer.json(view.decoded(), view.tree()))) {
      for (String secret : List.of("hunter2", "aHVudGVyMg", "aHX/", "hu\ufffd")) {
        assertFalse(text.contains(secret), text);
      }
      assertTrue(text.contains("<7 bytes>"), text);
    }
    assertEquals("prod", view.tree().at("/metadata/namespace").stringValue());
    assertFalse(TerminalView.of(decoded, decoded.tree(), TerminalView.Protection.PLAIN).isHiding());
  }

  @Test
  void bytesOfASecretThatNobodyKnowsAreHiddenOnATerminal() throws ObjectDecodingException {
    MemorySegment value =
        new MessageBytes()
            .message(1, MessageBytes.metadata("prod", "db"))
            .text(99, "hunter2")
            .stored("v1", "Secret");
    DecodedObject decoded = ObjectDecoder.decode(value, 7);
    assertTrue(ObjectRenderer.json(decoded, decoded.tree()).contains("aHVudGVyMg=="));
    assertTrue(ObjectRenderer.yaml(decoded, decoded.tree()).contains("base64 aHVudGVyMg=="));
    TerminalView view = TerminalView.of(decoded, decoded.tree(), TerminalView.Protection.PLAIN);
    assertTrue(view.isHiding());
    assertFalse(ObjectRenderer.json(view.decoded(), view.tree()).contains("aHVudGVyMg"));
    assertFalse(ObjectRenderer.yaml(view.decoded(), view.tree()).contains("aHVudGVyMg"));
  }

  @Test
  void textThatIsNotUtf8IsMarkedOnALineOfItsOwn() throws ObjectDecodingException {
    MessageBytes entry =
        new MessageBytes().text(1, "a\nkind: Evil").bytes(2, new byte[] {'c', 'a', 'f', -23});
    MemorySegment value =
        new MessageBytes()
            .message(1, MessageBytes.metadata("prod", "app"))
            .message(2, entry)
            .stored("v1", "ConfigMap");
    DecodedObject decoded = ObjectDecoder.decode(value, 7);
    String yaml = ObjectRenderer.yaml(decoded, ManifestViews.manifest(decoded.tree()));
    assertTrue(
        yaml.startsWith(
            """
            # not UTF-8, 1 bytes shown as U+FFFD: data.a?kind: Evil (4 bytes): base64 Y2Fm6Q==
            apiVersion: v1
            """),
        yaml);
    JsonNode json = ServedObject.MAPPER.readTree(ObjectRenderer.json(decoded, decoded.tree()));
    assertEquals("Y2Fm6Q==", json.at("/invalidText/0/bytes").stringValue());
    assertEquals("caf\ufffd", json.at("/data").iterator().next().stringValue());
  }

  private static MemorySegment secret() {
    return new MessageBytes()
        .message(
            1,
            MessageBytes.metadata("prod", "db")
                .entry(11, "app", "on")
                .entry(12, "note", "two\nlines\n"))
        .entry(2, "password", "hunter2")
        .text(3, "Opaque")
        .stored("v1", "Secret");
  }

  private static ObjectNode tree(String text) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("data").put("k", text).putArray("list").add(text).addObject().put("a", text);
    return tree;
  }

  /// The engine reads fractions as doubles, which write themselves otherwise than decimals.
  private static JsonNode withDoubles(JsonNode tree) {
    return new JsonMapper().readTree(tree.toString());
  }

  /// What ends a line in YAML 1.1 and not in 1.2, or is no character of a document.
  private static boolean isBreakOfYaml11(int c) {
    return c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == '\r';
  }

  /// Reads YAML by the engine itself, not by the mapper that wrote it.
  private static JsonNode reload(String yaml) {
    assertTrue(yaml.codePoints().noneMatch(ObjectRendererTest::isBreakOfYaml11), yaml);
    Object loaded =
        new Load(LoadSettings.builder().setCodePointLimit(10_000_000).build())
            .loadFromString(new String(yaml.getBytes(UTF_8), UTF_8));
    return ServedObject.reread(ServedObject.MAPPER.valueToTree(loaded));
  }
}
