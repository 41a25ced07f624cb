package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found does not depend on where windows begin, nor on who was faster.
final class WindowsTest {
  private static final FileWindows.Size SMALL = new FileWindows.Size(8192, 4096);

  @TempDir private Path folder;

  /// As it is and in base64 after zero, one and two other bytes: before a border, across it at
  /// every place, and behind it.
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 2})
  void canariesAreFoundAtEveryPlaceAroundABorder(int before) throws Exception {
    String canary = "tr0ub4dor&3";
    Canaries canaries = Canaries.read(Files.writeString(folder.resolve("canaries"), canary));
    String planted = before < 0 ? canary : encoded("x".repeat(before) + canary + "yz");
    Path file = folder.resolve("file");
    for (int at = 2 * 8192 - 2 * planted.length(); at < 2 * 8192 + planted.length(); at++) {
      byte[] bytes = noise(3 * 8192, at);
      System.arraycopy(planted.getBytes(ISO_8859_1), 0, bytes, at, planted.length());
      Files.write(file, bytes);
      List<Hit> hits = Swept.of(file, canaries, SMALL, 1).hits();
      int place = at;
      assertEquals(1, hits.size(), () -> "at " + place);
      long offset = hits.getFirst().offset();
      assertEquals(Detector.CANARY, hits.getFirst().detector());
      assertTrue(offset >= at && offset <= at + 3, () -> offset + " is not " + place);
      assertEquals(before < 0 ? List.of() : List.of("BASE64"), hits.getFirst().decoded());
    }
  }

  @ParameterizedTest
  @CsvSource({"8192,65536,1", "8192,65536,4", "12288,65536,3", "65536,65536,2", "1048576,65536,2"})
  void aDatabaseGivesTheSameInWindowsOfAnySize(int window, int margin, int jobs) throws Exception {
    Path file = shifted(TestData.cluster("remnant-3.6").finalDb());
    Swept whole = Swept.of(file, Canaries.NONE, FileWindows.Size.STANDARD, 1);
    Swept parts = Swept.of(file, Canaries.NONE, new FileWindows.Size(window, margin), jobs);
    assertEquals(places(whole), places(parts));
    assertEquals(whole.hits().size(), parts.hits().size());
    assertEquals(whole.recognised(), parts.recognised());
    assertEquals(whole.outcome().sha256(), parts.outcome().sha256());
    assertTrue(whole.hits().size() > 200);
  }

  /// A database does not begin where a disk does, and ends anywhere.
  private Path shifted(Path db) throws IOException {
    byte[] bytes = Files.readAllBytes(db);
    byte[] disk = Arrays.copyOf(new byte[0], 63 * 512 + bytes.length + 3);
    System.arraycopy(bytes, 0, disk, 63 * 512, bytes.length);
    return Files.write(folder.resolve("disk"), disk);
  }

  private static Set<String> places(Swept swept) {
    return swept.hits().stream()
        .map(hit -> hit.detector() + " " + hit.offset() + " " + hit.object())
        .collect(Collectors.toSet());
  }

  @Test
  void zeroesAreCountedAndAllIsHashed() throws Exception {
    byte[] bytes = new byte[100_001];
    bytes[50_000] = 1;
    Path file = Files.write(folder.resolve("file"), bytes);
    Swept swept = Swept.of(file, Canaries.NONE, SMALL, 3);
    assertEquals(100_001 - 4096, swept.outcome().zeroBytes());
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertEquals(HexFormat.of().formatHex(hash), swept.outcome().sha256().orElseThrow());
  }

  /// Of each of many literals something could begin: looking closer has a limit, and says so.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "EncryptionConfig",
        "kubectl.kubernetes.io/last-applied-configuration{\"apiVersion\":\"v1\"\\\\\\\\\\\\",
        "kubectl.kubernetes.io/last-applied-configuration",
        "H4sIAAAAAAA",
        "eyJhbGciOi",
        "-----BEGIN ",
        "-----BEGIN A PRIVATE KEY-----\na: b\n",
        "{\"auths\":",
        "kind: Secret",
        "kind: Secret\n",
        "kind: Secret\n ",
        "kind: Secret\\n",
        "- kind: Secret\n  data:\n    a: ",
        "\nkind: Secret\ndata:\n a: Yg==\\\\\\\\\\\\",
        "k8s\0\n",
        "{\"apiVersion\":\"v1\",\"data\":",
        "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"Yg==\"},",
        "{\"r.example\":{\"auth\":\"YTpi",
        "\n\5alice\22<$2a$10$",
        "{\"kind\":"
      })
  @Timeout(60)
  void nothingButBeginningsEnds(String beginning) throws Exception {
    byte[] bytes = beginning.repeat((1 << 20) / beginning.length()).getBytes(ISO_8859_1);
    Path file = Files.write(folder.resolve("file"), bytes);
    Swept swept = Swept.of(file, Canaries.NONE, FileWindows.Size.STANDARD, 2);
    assertEquals(0, swept.hits().size());
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
  }

  private static byte[] noise(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
