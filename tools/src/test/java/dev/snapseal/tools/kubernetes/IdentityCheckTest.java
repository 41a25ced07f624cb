package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityCheckTest {
  private final KubernetesKeyReader reader = new KubernetesKeyReader();
  private final IdentityCheck check = new IdentityCheck();

  @Test
  void noRealValueIsTakenForAnotherObject() {
    List<RealValue> plain = RealValue.ofAllClusters().filter(this::isPlainObject).toList();
    Map<IdentityFit, List<RealValue>> byFit =
        plain.stream().collect(Collectors.groupingBy(v -> fit(v.value(), key(v.key()))));
    assertEquals(List.of(), byFit.getOrDefault(IdentityFit.DIFFERS, List.of()));
    assertTrue(
        byFit.get(IdentityFit.UNKNOWN).stream()
            .allMatch(v -> !key(v.key()).stored().objectsAreNamed()));
    assertTrue(byFit.get(IdentityFit.MATCHES).size() > 800, "real values are few");
  }

  @Test
  void everyRealValueUnderItsNeighboursKeyIsFound() {
    List<RealValue> named =
        RealValue.ofAllClusters()
            .filter(this::isPlainObject)
            .filter(v -> key(v.key()).stored().objectsAreNamed())
            .toList();
    for (int i = 1; i < named.size(); i++) {
      RealValue value = named.get(i);
      String other = named.get(i - 1).key();
      IdentityFit expected = other.equals(value.key()) ? IdentityFit.MATCHES : IdentityFit.DIFFERS;
      assertEquals(expected, fit(value.value(), key(other)), value.key() + " at " + other);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/registry/secrets/prod/db, MATCHES",
    "/kubernetes.io/secrets/prod/db, MATCHES",
    "/registry/secrets/prod/db2, DIFFERS",
    "/registry/secrets/prod/d, DIFFERS",
    "/registry/secrets/test/db, DIFFERS",
    "/registry/secrets/db, DIFFERS",
    "/registry/configmaps/prod/db, DIFFERS",
    "/registry/ranges/db, UNKNOWN",
  })
  void aSecretFitsOnlyTheKeyOfItsOwnKindNamespaceAndName(String key, IdentityFit expected) {
    MemorySegment secret =
        new MessageBytes().message(1, MessageBytes.metadata("prod", "db")).stored("v1", "Secret");
    assertEquals(expected, fit(secret, key(key)));
  }

  @ParameterizedTest
  @CsvSource({
    "/registry/demo.example.io/widgets/prod/w, MATCHES",
    "/registry/demo.example.io/widgets/prod/x, DIFFERS",
    "/registry/demo.example.io/widgets/w, DIFFERS",
    "/registry/other.example.io/widgets/prod/w, DIFFERS",
  })
  void aCustomResourceFitsOnlyItsOwnGroupNamespaceAndName(String key, IdentityFit expected) {
    MemorySegment widget =
        json(
            """
            {"spec":{"metadata":{"name":"decoy"},"kind":"x"},"apiVersion":"demo.example.io/v1",
             "kind":"Widget","metadata":{"labels":{"name":"decoy"},"name":"w","namespace":"prod"}}
            """);
    assertEquals(expected, fit(widget, key(key)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "[]",
        "{\"metadata\":null}",
        "{\"metadata\":{\"name\":7}}",
        "{\"metadata\":{\"name\":\"db\"",
        "",
        "123",
        "k8s:enc:aescbc:v1:k:x",
        "text"
      })
  void aValueThatDoesNotSayWhoItIsLeavesTheQuestionOpen(String value) {
    assertEquals(IdentityFit.UNKNOWN, fit(json(value), key("/registry/secrets/prod/db")));
  }

  @Test
  void jsonDeeperThanAnyObjectLeavesTheQuestionOpen() {
    MemorySegment deep = json("{\"a\":" + "[".repeat(100_000));
    assertEquals(IdentityFit.UNKNOWN, fit(deep, key("/registry/secrets/prod/db")));
  }

  @Test
  void theShortWayAndTheRulesAgreeOnEveryRealValueAndOnDamagedOnes() {
    Random random = new Random(3);
    for (RealValue real : RealValue.ofAllClusters().filter(this::isPlainObject).toList()) {
      ObjectKey key = key(real.key());
      if (!key.stored().objectsAreNamed()) {
        continue;
      }
      assertEquals(
          IdentityCheck.fitByTheRules(real.value(), key), fit(real.value(), key), real.key());
      for (int i = 0; i < 20; i++) {
        byte[] damaged = real.value().toArray(ValueLayout.JAVA_BYTE);
        damaged[random.nextInt(Math.min(damaged.length, 120))] ^= (byte) (1 << random.nextInt(8));
        MemorySegment value = MemorySegment.ofArray(damaged);
        IdentityFit byTheRules = IdentityCheck.fitByTheRules(value, key);
        IdentityFit shortWay = fit(value, key);
        // What stands behind the names is read by the rules alone; if broken, they do not know.
        if (byTheRules != IdentityFit.UNKNOWN) {
          assertEquals(byTheRules, shortWay, () -> real.key() + " " + hex(damaged));
        }
      }
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 200));
  }

  @Test
  void theIdentityOfASecretIsReadWithoutItsContent() throws ObjectDecodingException {
    MemorySegment secret =
        new MessageBytes()
            .message(1, MessageBytes.metadata("prod", "db"))
            .entry(2, "password", "hunter2")
            .stored("v1", "Secret");
    assertEquals(
        new ObjectIdentity("v1", "Secret", "prod", "db", "1b4e28ba-2fa1-11d2-883f-0016d3cca427"),
        ObjectIdentity.read(secret));
  }

  @Test
  void everyRealPlainValueLooksLikeAnObjectAndNoEncryptedOneDoes() {
    RealValue.ofAllClusters()
        .filter(value -> !value.key().equals("compact_rev_key"))
        .forEach(
            value ->
                assertEquals(
                    value.isPlain(), StoredForm.looksLikeObject(value.value()), value.key()));
  }

  private boolean isPlainObject(RealValue value) {
    return value.isPlain() && !value.key().equals("compact_rev_key");
  }

  private ObjectKey key(String key) {
    return (ObjectKey) reader.read(key.getBytes(UTF_8));
  }

  private static MemorySegment json(String text) {
    return MemorySegment.ofArray(text.getBytes(UTF_8));
  }

  private IdentityFit fit(MemorySegment value, ObjectKey key) {
    byte[] bytes = value.toArray(ValueLayout.JAVA_BYTE);
    return check.fit(bytes, 0, bytes.length, key);
  }
}
