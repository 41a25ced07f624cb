package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ObjectDecoderTest {
  private static final Map<String, RealValue> ZOO = RealValue.newest(TestData.cluster("zoo-1.36"));

  @Test
  void theMetadataOfEveryObjectOfTheZooIsWhatTheApiServerPrints() {
    List<ServedObject> zoo = ServedObject.all("zoo-1.36");
    assertEquals(298, zoo.size());
    assertAll(
        zoo.stream()
            .map(
                object ->
                    () -> {
                      ObjectNode tree = decode(object).tree();
                      assertEquals(object.kind(), tree.get("kind").stringValue());
                      assertEquals(
                          object.object().get("metadata"),
                          ServedObject.reread(tree.get("metadata")),
                          object.key());
                    }));
  }

  @Test
  void everyObjectOfTheZooIsWhatTheApiServerPrints() {
    assertAll(
        ServedObject.all("zoo-1.36").stream()
            .map(
                zoo ->
                    () -> {
                      DecodedObject decoded = decode(zoo);
                      assertTrue(decoded.isWhole(), () -> zoo.key() + decoded.unknownFields());
                      ObjectNode tree = ApiDefaults.added(decoded.tree());
                      assertEquals(zoo.object(), ServedObject.reread(tree), () -> zoo.key());
                    }));
  }

  @Test
  void aKindThatIsNotDecodedListsWhatIsMissing() throws ObjectDecodingException {
    DecodedObject decoded =
        ObjectDecoder.decode(
            secret().text(2, "spec").text(3, "status").stored("later.example.com/v1", "Thing"), 1);
    assertFalse(decoded.isWhole());
    assertEquals(List.of(2, 3), decoded.notDecoded().stream().map(UnreadField::number).toList());
    assertEquals(
        List.of("apiVersion", "kind", "metadata", "2", "3"),
        List.copyOf(decoded.tree().propertyNames()));
  }

  @Test
  void fieldsOfAnUnknownKindStandUnderTheirNumbers() throws ObjectDecodingException {
    MessageBytes inner = new MessageBytes().varint(1, 300).text(2, "web");
    MemorySegment value =
        secret()
            .message(2, inner)
            .text(3, "a")
            .text(3, "b")
            .bytes(4, new byte[] {(byte) 0xFF, 0})
            .stored("later.example.com/v1", "Thing");
    DecodedObject decoded = ObjectDecoder.decode(value, 1);
    assertTrue(decoded.isGeneric());
    assertEquals(
        "{\"2\":{\"1\":300,\"2\":\"web\"},\"3\":[\"a\",\"b\"],\"4\":\"/wA=\"}",
        decoded.tree().without(List.of("apiVersion", "kind", "metadata")).toString());
  }

  @Test
  void everyMessageOfTheShapeTableCanBeCutAndNamesOnlyOthers() {
    ShapeTable table = ShapeTable.instance();
    int fields = 0;
    for (String name : table.messageNames()) {
      for (FieldShape field : table.message(name).fields()) {
        fields++;
        assertTrue(field.number() > 0, name);
        if (field.type() instanceof FieldType.Message other) {
          assertFalse(table.message(other.name()).fields().isEmpty() && field.isInline(), name);
        }
      }
    }
    assertTrue(fields > 3000, "fields: " + fields);
  }

  @Test
  void noRealObjectHasAnUnknownField() {
    RealValue.ofAllClusters()
        .filter(RealValue::isPlain)
        .filter(value -> !value.key().equals("compact_rev_key"))
        .forEach(value -> assertEquals(0, decode(value).unknownFieldCount(), value.key()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void plaintextSecretsAndConfigMapsHoldWhatTheApiGave(String cluster) throws IOException {
    Map<String, RealValue> values = RealValue.newest(TestData.cluster(cluster));
    JsonNode truth =
        ServedObject.MAPPER.readTree(Files.readString(TestData.cluster(cluster).truth()));
    int compared = 0;
    for (String resource : List.of("secrets", "configmaps")) {
      for (JsonNode object : truth.get(resource)) {
        String place =
            object.get("namespace").stringValue() + "/" + object.get("name").stringValue();
        RealValue value = values.get("/registry/" + resource + "/" + place);
        if (value != null && value.isPlain()) {
          compared++;
          assertEquals(object.get("data"), decode(value).tree().get("data"), place);
        }
      }
    }
    assertTrue(compared > 0, "nothing was compared");
  }

  @Test
  void everyByteValueOfASecretSurvives() throws ObjectDecodingException {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    MessageBytes entry = new MessageBytes().text(1, "k").bytes(2, all);
    MemorySegment value = secret().message(2, entry).stored("v1", "Secret");
    String base64 = ObjectDecoder.decode(value, 1).tree().at("/data/k").stringValue();
    assertArrayEquals(all, Base64.getDecoder().decode(base64));
  }

  @Test
  void mapEntriesMayLackKeyOrValueRepeatAndComeInAnyOrder() throws ObjectDecodingException {
    MemorySegment value =
        secret()
            .entry(2, "z", "1")
            .message(2, new MessageBytes().text(1, "a"))
            .message(2, new MessageBytes().text(2, "x"))
            .entry(2, "z", "2")
            .stored("v1", "Secret");
    JsonNode data = ObjectDecoder.decode(value, 1).tree().get("data");
    assertEquals("{\"\":\"eA==\",\"a\":\"\",\"z\":\"Mg==\"}", data.toString());
  }

  @Test
  void whetherAPointerIsPresentDecidesAndZeroTimesAreLeftOut() throws ObjectDecodingException {
    MessageBytes metadata =
        new MessageBytes()
            .text(1, "n")
            .varint(7, 9_007_199_254_740_993L)
            .message(8, new MessageBytes())
            .varint(10, 0)
            .message(13, new MessageBytes().varint(6, 0));
    MemorySegment value =
        new MessageBytes().message(1, metadata).varint(5, 0).stored("v1", "Secret");
    assertEquals(
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"n\","
            + "\"generation\":9007199254740993,\"deletionGracePeriodSeconds\":0,"
            + "\"ownerReferences\":[{\"apiVersion\":\"\",\"kind\":\"\",\"name\":\"\",\"uid\":\"\","
            + "\"controller\":false}],\"resourceVersion\":\"7\"},\"immutable\":false}",
        ObjectDecoder.decode(value, 7).tree().toString());
  }

  @Test
  void fieldsNobodyKnowsAreListedWithTheirPlace() throws ObjectDecodingException {
    MessageBytes metadata = MessageBytes.metadata("prod", "db").text(16, "old-cluster");
    MemorySegment value =
        new MessageBytes().message(1, metadata).varint(99, 5).stored("v1", "Secret");
    DecodedObject decoded = ObjectDecoder.decode(value, 1);
    assertEquals(
        List.of("metadata.16", ".99"),
        decoded.unknownFields().stream().map(f -> f.path() + "." + f.number()).toList());
    UnreadField cluster = decoded.unknownFields().getFirst();
    MemorySegment place = value.asSlice(cluster.offset(), cluster.length());
    assertEquals("old-cluster", new String(place.toArray(ValueLayout.JAVA_BYTE), UTF_8));
  }

  @Test
  void aMillionUnknownFieldsAreCountedNotKept() throws ObjectDecodingException {
    byte[] many = new byte[2_000_000];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = 15 << 3;
    }
    MemorySegment value = new MessageBytes().bytes(1, many).stored("v1", "Secret");
    DecodedObject decoded = ObjectDecoder.decode(value, 1);
    assertEquals(1_000_000, decoded.unknownFieldCount());
    assertEquals(1000, decoded.unknownFields().size());
  }

  static List<Malformed> malformed() {
    MessageBytes time = new MessageBytes().varint(1, Long.MAX_VALUE);
    return List.of(
        new Malformed("metadata.name", meta(new MessageBytes().varint(1, 5))),
        new Malformed("metadata.generation", meta(new MessageBytes().text(7, "x"))),
        new Malformed("metadata.creationTimestamp", meta(new MessageBytes().message(8, time))),
        new Malformed("metadata.labels", meta(new MessageBytes().bytes(11, new byte[] {10, 9}))),
        new Malformed(
            "metadata.managedFields.fieldsV1",
            meta(
                new MessageBytes()
                    .message(
                        17, new MessageBytes().message(7, new MessageBytes().text(1, "{\"a\":"))))),
        new Malformed("data", secret().text(2, "\u0005").stored("v1", "Secret")),
        new Malformed("", MemorySegment.ofArray("k8s\0\u0001".getBytes(UTF_8))),
        new Malformed("", MemorySegment.ofArray("{\"a\":1} x".getBytes(UTF_8))),
        new Malformed("", MemorySegment.ofArray(("{\"a\":" + "[".repeat(10_000)).getBytes(UTF_8))));
  }

  /// What the API server, of Kubernetes 1.36, makes of the same bytes.
  @Test
  void textThatIsNotUtf8HasAReplacementForEachByteAsGoWritesIt() throws ObjectDecodingException {
    byte[] text = {'c', -23, (byte) 0xE2, (byte) 0x82, 'x', (byte) 0xED, (byte) 0xA0, (byte) 0x80};
    MessageBytes entry = new MessageBytes().text(1, "k").bytes(2, text);
    MemorySegment value = secret().message(2, entry).stored("v1", "ConfigMap");
    DecodedObject decoded = ObjectDecoder.decode(value, 1);
    assertEquals(
        "c\ufffd\ufffd\ufffdx\ufffd\ufffd\ufffd", decoded.tree().at("/data/k").stringValue());
    InvalidText noted = decoded.invalidTexts().getFirst();
    assertEquals("data.k", noted.path());
    assertEquals(6, noted.invalidBytes());
    assertArrayEquals(text, Base64.getDecoder().decode(noted.base64().orElseThrow()));
    MemorySegment place = value.asSlice(noted.offset(), noted.length());
    assertArrayEquals(text, place.toArray(ValueLayout.JAVA_BYTE));
    assertFalse(decoded.isWhole());
  }

  @Test
  void validTextComesThroughTheLossyWayAsItIs() {
    String text = "a\u0000\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff";
    Utf8.Lossy lossy = Utf8.lossy(MemorySegment.ofArray(text.getBytes(UTF_8)));
    assertEquals(new Utf8.Lossy(text, 0), lossy);
    for (String wrong : List.of("\u00c0\u0080", "\u00f4\u0090", "\u00f8", "\u00e0\u0080")) {
      byte[] bytes = wrong.getBytes(ISO_8859_1);
      assertEquals(bytes.length, Utf8.lossy(MemorySegment.ofArray(bytes)).invalidBytes());
    }
  }

  @Test
  void jsonThatIsNotUtf8IsReadAsGoReadsIt() throws ObjectDecodingException {
    byte[] json = "{\"kind\":\"T\",\"a\":\"caf\u00e9\"}".getBytes(ISO_8859_1);
    DecodedObject decoded = ObjectDecoder.decode(MemorySegment.ofArray(json), 1);
    assertEquals("caf\ufffd", decoded.text("a").orElseThrow());
    assertEquals(1, decoded.invalidTextCount());
  }

  @Test
  void groupsAreUnknownFields() throws ObjectDecodingException {
    MessageBytes inner = new MessageBytes().varint(1, 1).group(2, new MessageBytes().text(3, "x"));
    MemorySegment value = secret().group(60, inner).entry(2, "k", "v").stored("v1", "ConfigMap");
    DecodedObject decoded = ObjectDecoder.decode(value, 1);
    assertEquals("v", decoded.tree().at("/data/k").stringValue());
    UnreadField group = decoded.unknownFields().getFirst();
    assertEquals(3, group.wireType());
    assertArrayEquals(inner.toBytes(), Base64.getDecoder().decode(group.base64().orElseThrow()));
    byte[] open = new byte[1000];
    Arrays.fill(open, (byte) (15 << 3 | 3));
    assertThrows(
        MalformedObjectException.class,
        () -> ObjectDecoder.decode(MessageBytes.ofBytes(open).stored("v1", "Secret"), 1));
    DecodedObject generic =
        ObjectDecoder.decode(secret().group(60, inner).stored("later.example.com/v1", "Thing"), 1);
    assertTrue(generic.tree().has("60"));
  }

  @Test
  void packedNumbersAndFieldsBesideKeyAndValueAreRead() throws ObjectDecodingException {
    MessageBytes context = new MessageBytes().bytes(4, new byte[] {5, (byte) 0x86, 1}).varint(4, 7);
    MemorySegment pod =
        secret().message(2, new MessageBytes().message(14, context)).stored("v1", "Pod");
    assertEquals(
        "[5,134,7]",
        ObjectDecoder.decode(pod, 1)
            .tree()
            .at("/spec/securityContext/supplementalGroups")
            .toString());
    MessageBytes entry = new MessageBytes().text(1, "k").text(2, "v").text(3, "more");
    DecodedObject map =
        ObjectDecoder.decode(secret().message(2, entry).stored("v1", "ConfigMap"), 1);
    assertEquals("v", map.tree().at("/data/k").stringValue());
    assertEquals("data", map.unknownFields().getFirst().path());
  }

  @Test
  void aMessageInPartsIsOneMessage() throws ObjectDecodingException {
    MessageBytes labels = new MessageBytes().entry(1, "app", "x");
    MessageBytes more = new MessageBytes().entry(1, "tier", "y");
    MemorySegment value =
        secret()
            .message(2, new MessageBytes().varint(1, 3).message(2, labels))
            .message(2, new MessageBytes().varint(5, 7).message(2, more).text(99, "z"))
            .stored("apps/v1", "Deployment");
    DecodedObject decoded = ObjectDecoder.decode(value, 1);
    JsonNode spec = decoded.tree().get("spec");
    assertEquals(3, spec.get("replicas").intValue());
    assertEquals(
        "{\"matchLabels\":{\"app\":\"x\",\"tier\":\"y\"}}", spec.get("selector").toString());
    assertEquals(7, spec.get("minReadySeconds").intValue());
    UnreadField unknown = decoded.unknownFields().getFirst();
    MemorySegment place = value.asSlice(unknown.offset(), unknown.length());
    assertEquals("z", new String(place.toArray(ValueLayout.JAVA_BYTE), UTF_8));
  }

  @Test
  void timesAreWrittenAsGoWritesThem() throws ObjectDecodingException {
    assertEquals("10000-01-01T00:00:00Z", created(253_402_300_800L, 0));
    assertEquals("-0001-12-31T23:59:59Z", created(-62_167_219_201L, 0));
    assertEquals("2023-11-14T22:13:20Z", created(1_700_000_000, -5));
    assertEquals("2023-11-14T22:13:20Z", created(1_700_000_000, 2_000_000_000));
    MessageBytes time = new MessageBytes().varint(1, 1_700_000_000).varint(2, -1500).varint(3, 1);
    MemorySegment lease =
        secret()
            .message(2, new MessageBytes().message(4, time))
            .stored("coordination.k8s.io/v1", "Lease");
    DecodedObject decoded = ObjectDecoder.decode(lease, 1);
    assertEquals(
        "2023-11-14T22:13:19.999999Z",
        decoded.text("spec", "acquireTime").or(() -> decoded.text("spec", "renewTime")).orElse(""));
    assertEquals(3, decoded.unknownFields().getFirst().number());
  }

  private static String created(long seconds, long nanos) throws ObjectDecodingException {
    MessageBytes time = new MessageBytes().varint(1, seconds).varint(2, nanos);
    return ObjectDecoder.decode(meta(new MessageBytes().message(8, time)), 1)
        .text("metadata", "creationTimestamp")
        .orElse("null");
  }

  record Malformed(String path, MemorySegment value) {
    @Override
    public String toString() {
      return path + ", " + value.byteSize() + " bytes";
    }
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatBreaksARuleNamesTheField(Malformed malformed) {
    MalformedObjectException fault =
        assertThrows(
            MalformedObjectException.class, () -> ObjectDecoder.decode(malformed.value(), 1));
    assertEquals(malformed.path(), fault.path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "42", "k8s:enc:aescbc:v1:k:x", "nonsense", "\u00d9\u00d9\u00f7\u00a0"})
  void otherFormsAreUnsupportedNotDamaged(String latin1) {
    byte[] bytes = latin1.getBytes(ISO_8859_1);
    assertThrows(
        UnsupportedObjectException.class,
        () -> ObjectDecoder.decode(MemorySegment.ofArray(bytes), 1));
  }

  @Test
  void aValueLargerThanAnyObjectIsRefusedUnread() {
    MemorySegment large = MemorySegment.ofArray(new byte[StoredJson.MAX_OBJECT_SIZE + 1]);
    large.set(ValueLayout.JAVA_BYTE, 0, (byte) '{');
    assertThrows(UnsupportedObjectException.class, () -> ObjectDecoder.decode(large, 1));
  }

  @Test
  void everyTruncationOfASecretIsADeclaredErrorOrAPartOfIt() {
    MemorySegment whole =
        new MessageBytes()
            .message(
                1,
                MessageBytes.metadata("prod", "db")
                    .entry(11, "app", "shop")
                    .message(17, new MessageBytes().text(1, "kubectl").text(2, "Apply")))
            .entry(2, "password", "hunter2")
            .text(3, "Opaque")
            .stored("v1", "Secret");
    for (long length = 0; length < whole.byteSize(); length++) {
      MemorySegment cut = whole.asSlice(0, length);
      try {
        DecodedObject decoded = ObjectDecoder.decode(cut, 1);
        // Only at the borders of the envelope's fields is a part of it a value again.
        assertFalse(
            decoded.tree().has("data") && length < whole.byteSize() - 4, "cut at " + length);
      } catch (ObjectDecodingException expected) {
        assertFalse(expected.getMessage().contains("hunter2"));
      }
    }
  }

  @Test
  void everyFlippedBitOfASecretIsADeclaredErrorOrAnObject() {
    byte[] whole =
        secret()
            .entry(2, "password", "hunter2")
            .stored("v1", "Secret")
            .toArray(ValueLayout.JAVA_BYTE);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        ObjectRenderer.yaml(ObjectDecoder.decode(MemorySegment.ofArray(flipped), 1).tree());
      } catch (ObjectDecodingException expected) {
        assertInstanceOf(IOException.class, expected);
      }
    }
  }

  /// Of every kind: what a hostile or damaged value makes is an object or a declared error.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedValuesOfEveryKindAreDeclaredErrorsOrObjects(long seed) {
    Random random = new Random(seed);
    for (RealValue value : ZOO.values()) {
      byte[] whole = value.value().toArray(ValueLayout.JAVA_BYTE);
      for (int i = 0; i < 40; i++) {
        byte[] damaged = whole.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
          DecodedObject decoded = ObjectDecoder.decode(MemorySegment.ofArray(damaged), 1);
          ObjectRenderer.yaml(decoded, decoded.tree());
        } catch (ObjectDecodingException expected) {
          assertInstanceOf(IOException.class, expected, () -> "seed " + seed);
        }
      }
    }
  }

  private static MessageBytes secret() {
    return new MessageBytes().message(1, MessageBytes.metadata("prod", "db"));
  }

  private static MemorySegment meta(MessageBytes metadata) {
    return new MessageBytes().message(1, metadata).stored("v1", "Secret");
  }

  private static DecodedObject decode(ServedObject zoo) throws ObjectDecodingException {
    return ObjectDecoder.decode(ZOO.get(zoo.key()).value(), zoo.modRevision());
  }

  private static DecodedObject decode(RealValue value) {
    try {
      return ObjectDecoder.decode(value.value(), value.modRevision());
    } catch (ObjectDecodingException e) {
      throw new AssertionError(value.key(), e);
    }
  }
}
