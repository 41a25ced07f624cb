package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.snapshot.FileDigest.Trailer;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TrailerForm;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileDigestTest {

  @ParameterizedTest
  @CsvSource({"ABSENT, ABSENT", "RIGHT, VALID", "WRONG, INVALID", "CUT, ABSENT"})
  void theTrailerIsToldByItsLengthAndItsHash(TrailerForm form, Trailer expected)
      throws IOException {
    assertEquals(expected, digest(small().trailer(form).build().bytes()).trailer());
  }

  /// 3000 is no multiple of 512: only the meta page tells where the image ends.
  @ParameterizedTest
  @ValueSource(ints = {512, 3000, 4096, 65_536})
  void theTrailerIsFoundAtEveryPageSize(int pageSize) throws IOException {
    assertEquals(Trailer.VALID, digest(small().pageSize(pageSize).build().bytes()).trailer());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32})
  void aTrailerWithBytesBehindItIsNone(int more) throws IOException {
    byte[] file = small().build().bytes();
    assertEquals(Trailer.ABSENT, digest(Arrays.copyOf(file, file.length + more)).trailer());
  }

  @Test
  void theTrailerOfALiveFileIsAbsent() throws IOException {
    byte[] file =
        SnapshotBuilder.dataDirectory()
            .bucket("key", bucket -> bucket.put("a", "b"))
            .tail(new byte[100_000])
            .build()
            .bytes();
    assertEquals(Trailer.ABSENT, digest(file).trailer());
  }

  @Test
  void theHashIsThatOfTheWholeFile() throws IOException, NoSuchAlgorithmException {
    byte[] file = small().build().bytes();
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(file);
    assertEquals(HexFormat.of().formatHex(expected), digest(file).sha256());
  }

  private static SnapshotBuilder small() {
    return SnapshotBuilder.snapshot().bucket("key", bucket -> bucket.put("a", "b"));
  }

  private static FileDigest digest(byte[] file) throws IOException {
    return FileDigest.compute(TestFiles.open(file), done -> {});
  }
}
