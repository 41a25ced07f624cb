package dev.snapseal.testdata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeHistoryTest {
  private static final int TRAILER_BYTES = 32;

  @TempDir private Path folder;

  private byte[] written(int revisions, int keys) throws IOException {
    Path file = folder.resolve("large.db");
    new LargeHistory(revisions, keys, 7).writeTo(file);
    return Files.readAllBytes(file);
  }

  @Test
  void everyKeyIsWrittenAgainAndAgain() throws IOException {
    String text = new String(written(995, 100), ISO_8859_1);
    assertEquals(995, Pattern.compile("/registry/secrets/").matcher(text).results().count());
    assertEquals(
        10,
        Pattern.compile("/registry/secrets/ns-07/secret-0000007").matcher(text).results().count());
  }

  @Test
  void theTrailerIsRightAndEveryPageIsUsed() throws IOException {
    byte[] file = written(995, 100);
    byte[] image = Arrays.copyOf(file, file.length - TRAILER_BYTES);
    assertArrayEquals(
        FileEnd.sha256().digest(image), Arrays.copyOfRange(file, image.length, file.length));
    assertEquals(image.length / 4096, PageSurgeon.on(file).meta(0).highWaterMark());
  }

  @Test
  void moreKeysThanRevisionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LargeHistory(10, 11, 1));
  }
}
