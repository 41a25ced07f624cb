package dev.snapseal.testdata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeSnapshotTest {
  private static final int TRAILER_BYTES = 32;
  private static final String PREFIX = "k8s:enc:aescbc:v1:key1:";

  @TempDir private Path folder;

  private byte[] written(int values, long bytes) throws IOException {
    Path file = folder.resolve("large.db");
    new LargeSnapshot(values, bytes, 7).writeTo(file);
    return Files.readAllBytes(file);
  }

  @Test
  void theFileHasAboutTheSizeAskedForAndARightTrailer() throws IOException {
    byte[] file = written(2000, 8 << 20);
    assertTrue(Math.abs(file.length - (8 << 20)) < (8 << 20) / 50, "length " + file.length);
    byte[] image = Arrays.copyOf(file, file.length - TRAILER_BYTES);
    assertArrayEquals(
        FileEnd.sha256().digest(image), Arrays.copyOfRange(file, image.length, file.length));
    assertEquals(image.length / 4096, PageSurgeon.on(file).meta(0).highWaterMark());
  }

  @Test
  void theSameNumbersGiveTheSameBytes() throws IOException {
    assertArrayEquals(written(50, 200_000), written(50, 200_000));
  }

  @Test
  void everyValueDecryptsToASecretOfItsOwnName() throws IOException, GeneralSecurityException {
    byte[] file = written(300, 1 << 20);
    Path config = folder.resolve("config.yaml");
    new LargeSnapshot(300, 1 << 20, 7).writeConfiguration(config);
    Matcher secret = Pattern.compile("secret: (\\S+)").matcher(Files.readString(config));
    assertTrue(secret.find());
    byte[] key = Base64.getDecoder().decode(secret.group(1));
    int opened = 0;
    String text = new String(file, ISO_8859_1);
    for (MatchResult hit :
        Pattern.compile("(ns-\\d\\d)/(secret-\\d{7})").matcher(text).results().toList()) {
      String plain = open(key, file, text.indexOf(PREFIX, hit.end()));
      assertTrue(plain.startsWith("k8s\0\n\f\n\u0002v1\u0012\u0006Secret"), hit.group());
      assertTrue(plain.contains(hit.group(1)) && plain.contains(hit.group(2)), hit.group());
      opened++;
    }
    assertEquals(300, opened);
  }

  /// Reads the value's length from the varint before its prefix.
  private static String open(byte[] key, byte[] file, int prefix) throws GeneralSecurityException {
    int length = ((file[prefix - 1] & 0x7F) << 7) | (file[prefix - 2] & 0x7F);
    assertTrue(length >= 1024 && length <= 10_240, "value of " + length);
    int iv = prefix + PREFIX.length();
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(file, iv, 16));
    byte[] plain = cipher.doFinal(file, iv + 16, length - PREFIX.length() - 16);
    return new String(plain, ISO_8859_1);
  }

  @Test
  void aSizeThatTheValuesCannotMakeIsRefused() {
    LargeSnapshot tooSmall = new LargeSnapshot(1000, 1 << 30, 7);
    assertThrows(
        IllegalArgumentException.class, () -> tooSmall.writeTo(folder.resolve("never.db")));
  }

  @Test
  void aMissingArgumentIsNamed() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> LargeSnapshotArguments.parse(new String[] {"--values", "5", "--bytes", "1MiB"}));
    assertEquals("missing argument --output", refused.getMessage());
  }
}
