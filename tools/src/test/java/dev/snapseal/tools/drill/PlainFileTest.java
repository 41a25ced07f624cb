package dev.snapseal.tools.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputKind;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainFileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.db     | a.db            |           | a.db
          a.db.age | a.db.age        | age       | snapseal open a.db.age -i key.txt --output backup.db && backup.db
          a.db.gz  | a.db.gz         | gzip      | gzip -dc a.db.gz > backup.db && backup.db
          a.zst    | a.zst           | zstd      | zstd -dc a.zst > backup.db && backup.db
          a.zip    | a.zip!x/db      | zip       | unzip -p a.zip x/db > backup.db && backup.db
          a.tgz    | a.tgz!x/db      | gzip tar  | tar -xOf a.tgz x/db > backup.db && backup.db
          a.age    | a.age!x/db      | age tar   | UNPACKED
          -        | -               |           | backup.db
          """)
  void isWhatEtcdsProgramsTake(String file, String displayPath, String layers, String expected) {
    List<String> names = layers == null ? List.of() : Arrays.asList(layers.split(" ", -1));
    PlainFile plain = plain(file, displayPath, InputKind.SNAPSHOT, names);
    assertEquals(expected, plain.making() + plain.path());
  }

  @ParameterizedTest
  @CsvSource({"true, ''", "false, ' --skip-hash-check'"})
  void ofADirectoryIsItsStore(boolean hasTrailer, String option) {
    PlainFile plain = plain("dir", "dir/member/snap/db", InputKind.DATA_DIR, List.of());
    assertEquals(
        "etcdutl snapshot restore dir/member/snap/db" + option,
        plain.restore("etcdutl", hasTrailer));
  }

  private static PlainFile plain(
      String file, String displayPath, InputKind kind, List<String> layers) {
    BackupImage image =
        new BackupImage(displayPath, kind, layers, MemorySegment.ofArray(new byte[1]));
    return PlainFile.of(image, new DrillOptions.Words(file, " -i key.txt", " --config k.yaml"));
  }
}
