package dev.snapseal.tools.age;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.age.AgeException.Reason;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every file of the age test suite (C2SP CCTV) has the outcome that it names.
class AgeTestSuiteTest {
  private static final int FILES = 143;

  /// Above 22 is refused before anything is tried.
  private static final String TOO_COSTLY = "scrypt_work_factor_23";

  /// Not damaged, but of an age to come.
  private static final String OTHER_VERSION = "version_unsupported";

  /// Types are told apart by upper and lower case.
  private static final Set<String> OF_NO_TYPE = Set.of("scrypt_uppercase", "x25519_lowercase");

  /// Nothing in them says that they are age's.
  private static final Set<String> NOT_AGE =
      Set.of(
          "armor_garbage_leading",
          "armor_lowercase",
          "armor_whitespace_begin",
          "armor_wrong_type",
          "empty");

  /// Of no type, or of one more type.
  private static final Set<String> NOT_ONLY_POST_QUANTUM =
      Set.of("hybrid_uppercase", "hybrid_and_x25519");

  static Stream<AgeVector> vectors() throws IOException {
    return Files.readAllLines(TestData.vectors("age-index.txt")).stream()
        .map(name -> AgeVector.read(TestData.vectors("age/" + name)));
  }

  static Stream<AgeVector> ours() throws IOException {
    return vectors().filter(vector -> !vector.isPostQuantum());
  }

  static Stream<AgeVector> postQuantum() throws IOException {
    return vectors().filter(AgeVector::isPostQuantum);
  }

  @Test
  void isWhole() throws IOException {
    assertEquals(FILES, vectors().count());
    assertEquals(19, postQuantum().count());
  }

  @ParameterizedTest
  @MethodSource("ours")
  void hasItsOutcome(AgeVector vector) throws Exception {
    assertOutcome(vector, vector.open());
  }

  @ParameterizedTest
  @MethodSource("ours")
  void hasItsOutcomeWhereBytesTrickleIn(AgeVector vector) throws Exception {
    assertOutcome(vector, new Trickle(vector.open()));
  }

  private static void assertOutcome(AgeVector vector, InputStream file) throws Exception {
    if (vector.expect().equals("success")) {
      assertEquals(vector.payloadSha256(), sha256(file, vector));
      return;
    }
    AgeException refused = assertThrows(AgeException.class, () -> sha256(file, vector));
    assertEquals(expected(vector), refused.reason(), refused.getMessage());
  }

  private static Reason expected(AgeVector vector) {
    if (vector.name().equals(TOO_COSTLY)) {
      return Reason.TOO_COSTLY;
    }
    if (NOT_AGE.contains(vector.name())) {
      return Reason.NOT_AGE;
    }
    if (OF_NO_TYPE.contains(vector.name())) {
      return Reason.UNSUPPORTED;
    }
    if (vector.name().equals(OTHER_VERSION)) {
      return Reason.UNSUPPORTED;
    }
    if (vector.expect().equals("no match")) {
      return vector.identities().isEmpty() ? Reason.WRONG_PASSPHRASE : Reason.NO_MATCH;
    }
    return Reason.DAMAGED;
  }

  /// They are recognised, not opened, and not called damaged for being of another type.
  @ParameterizedTest
  @MethodSource("postQuantum")
  void namesPostQuantumRecipients(AgeVector vector) {
    AgeException refused =
        assertThrows(
            AgeException.class,
            () -> AgeFile.open(vector.open(), Identities.none()).transferTo(nowhere()));
    if (Set.of("success", "no match").contains(vector.expect())
        && !NOT_ONLY_POST_QUANTUM.contains(vector.name())) {
      assertEquals(Reason.UNSUPPORTED, refused.reason(), vector.name());
      assertTrue(refused.getMessage().contains("mlkem768x25519"), refused.getMessage());
    }
  }

  private static OutputStream nowhere() {
    return OutputStream.nullOutputStream();
  }

  private static String sha256(InputStream file, AgeVector vector) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = AgeFile.open(file, identities(vector))) {
      byte[] piece = new byte[1000];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        digest.update(piece, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Identities identities(AgeVector vector) throws IOException {
    Identities identities = Identities.none();
    if (!vector.identities().isEmpty()) {
      byte[] keys = String.join("\n", vector.identities()).getBytes(StandardCharsets.UTF_8);
      identities =
          AgeKeyFile.identities(
              "keys", new ByteArrayInputStream(keys), AgeTestSuiteTest::unexpectedPassphrase);
    }
    for (String passphrase : vector.passphrases()) {
      identities =
          identities.and(
              Identities.of(new Passphrase(passphrase.getBytes(StandardCharsets.UTF_8))));
    }
    return identities;
  }

  private static Passphrase unexpectedPassphrase() {
    throw new AssertionError("no passphrase is to be asked for");
  }

  /// Gives a few bytes at a time, as a slow pipe does.
  private static final class Trickle extends FilterInputStream {
    private int turn;

    Trickle(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      turn = (turn + 1) % 7;
      return super.read(target, offset, Math.min(length, 1 + turn * 97));
    }
  }
}
