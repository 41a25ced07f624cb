package dev.snapseal.testdata.damage;

import static dev.snapseal.testdata.damage.BrokenRule.FILE_LENGTH;
import static dev.snapseal.testdata.damage.BrokenRule.TAIL;
import static dev.snapseal.testdata.damage.BrokenRule.TRAILER;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.testdata.FreelistForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Files that end too early or too late, and wrong trailers.
final class FileDamage {
  private static final int TRAILER_BYTES = 32;

  private final Patient patient = Patient.with(FreelistForm.STORED);
  private final int pages = patient.surgeon().length() - TRAILER_BYTES;
  private final List<Damage> all = new ArrayList<>();

  static List<Damage> all() {
    FileDamage files = new FileDamage();
    files.lengths();
    files.tails();
    files.trailers();
    return files.all;
  }

  private void lengths() {
    int pageSize = patient.sound().pageSize();
    for (int length : new int[] {0, 1, 16, 79, 80, pageSize, 2 * pageSize, 4 * pageSize}) {
      on("file-of-%d-bytes".formatted(length), FILE_LENGTH, file -> Arrays.copyOf(file, length));
    }
    on("file-cut-in-half", FILE_LENGTH, file -> Arrays.copyOf(file, pages / 2));
    on("file-without-its-last-page", FILE_LENGTH, file -> Arrays.copyOf(file, pages - pageSize));
    on("file-without-its-last-byte", FILE_LENGTH, file -> Arrays.copyOf(file, pages - 1));
  }

  private void tails() {
    byte[] hidden = "behind the last page".getBytes(US_ASCII);
    on(
        "bytes-between-pages-and-trailer",
        TAIL,
        file ->
            patient
                .surgeon()
                .truncate(pages)
                .append(hidden)
                .append(new byte[TRAILER_BYTES])
                .resealTrailer()
                .bytes());
    on("bytes-behind-the-trailer", TAIL, file -> patient.surgeon().append(hidden).bytes());
    on(
        "page-behind-the-high-water-mark",
        TAIL,
        file ->
            patient
                .surgeon()
                .truncate(pages)
                .append(new byte[patient.sound().pageSize()])
                .append(new byte[TRAILER_BYTES])
                .resealTrailer()
                .bytes());
  }

  private void trailers() {
    on("trailer-wrong", TRAILER, file -> patient.surgeon().flipBit(pages, 0).bytes());
    on("trailer-missing", TRAILER, file -> Arrays.copyOf(file, pages));
    on("trailer-cut-by-a-byte", TRAILER, file -> Arrays.copyOf(file, file.length - 1));
    on("trailer-cut-to-a-byte", TRAILER, file -> Arrays.copyOf(file, pages + 1));
    on("trailer-a-byte-too-long", TRAILER, file -> Arrays.copyOf(file, file.length + 1));
    on(
        "trailer-twice",
        TRAILER,
        file ->
            patient
                .surgeon()
                .append(Arrays.copyOfRange(file, pages, pages + TRAILER_BYTES))
                .bytes());
    on(
        "trailer-right-but-a-page-changed",
        TRAILER,
        file -> patient.surgeon().flipBit(2100, 0).bytes());
  }

  private void on(String name, BrokenRule rule, UnaryOperator<byte[]> change) {
    all.add(Damage.ofFile(name, rule, () -> change.apply(patient.sound().bytes())));
  }
}
