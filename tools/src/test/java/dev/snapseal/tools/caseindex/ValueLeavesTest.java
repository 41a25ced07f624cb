package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueLeavesTest {
  private static final int LARGE = 200_000;

  private static ValueLeaves of(String value) {
    return ValueLeaves.of(value.getBytes(ISO_8859_1));
  }

  /// No part of a value is looked through again and again, nor is the stack filled.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\",
        "'",
        "\"a\\\" ",
        "a.",
        "a.a:",
        "{",
        "{\"a\":",
        "a=b&",
        "://@",
        "a://",
        "-----BEGIN ",
        "-----BEGIN A-----",
        "-----BEGIN A-----\n-----END B-----",
        "%41",
        "%25",
        "=",
        ":",
        "a:",
        "\\u0",
        " ",
        "\n",
        "\u00e9",
        "a,",
        "a1;",
        "x/",
        "\"\\\"\\\"\" ",
        "\"a b\" ",
        "A: b\n",
        "--a"
      })
  void aLargeValueOfOneSortEnds(String unit) {
    String value = unit.repeat(LARGE / unit.length());
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> of(value));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> of("-----BEGIN A-----\n" + value + "\n-----END A-----"));
  }

  @Test
  void whatUnpacksToMoreThanIsLookedThroughIsNotKnown() throws IOException {
    byte[] bomb = gzip(new byte[64 << 20]);
    assertFalse(ValueLeaves.of(bomb).areAll());
    assertFalse(of(Base64.getEncoder().encodeToString(bomb)).areAll());
    String many = (Base64.getEncoder().encodeToString(gzip(new byte[1 << 20])) + "\n").repeat(200);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertFalse(of(many).areAll()));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void bytesMadeAtRandomEndAndHaveNoPieces() {
    Random random = new Random(1);
    int without = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] value = new byte[1 + random.nextInt(64)];
      random.nextBytes(value);
      without += ValueLeaves.of(value).equals(ValueLeaves.NONE) ? 1 : 0;
    }
    assertTrue(without > 1900, without + " had none");
  }

  @Test
  void aValueWithMorePiecesThanAreKeptIsNotKnown() {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      value.append("password-").append(i).append('\n');
    }
    assertEquals(ValueLeaves.UNKNOWN, of(value.toString()));
  }

  @Test
  void whatIsPlainlyNoSecretIsLeftOut() {
    assertEquals(
        List.of("app:PASSWORD-1", "PASSWORD-1"),
        of("postgres://app:PASSWORD-1@db.svc:5432/prod").pieces());
    assertEquals(List.of(), of("https://db.example.com:8443/").pieces());
    assertEquals(List.of("x-1"), of("{\"host\":\"db\",\"port\":5432,\"pw\":\"x-1\"}").pieces());
    assertEquals(List.of(), of("DB_HOST=db\nDB_USER=app\nenabled: true\n").pieces());
  }

  /// A name that looks like a secret is kept, and a public key is left out.
  @Test
  void whatLooksLikeASecretIsKeptWhereverItStands() {
    assertFalse(of("sk_live_0123456789:").pieces().isEmpty());
    assertFalse(of("https://0123456789abc@github.com").pieces().isEmpty());
    assertEquals(
        List.of(), of("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n").pieces());
  }
}
