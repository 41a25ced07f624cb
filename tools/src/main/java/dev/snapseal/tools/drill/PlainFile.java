package dev.snapseal.tools.drill;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputKind;
import java.util.List;

/// A backup as etcd's programs take it, which open nothing that is sealed or packed.
///
/// @param making commands that make it, with ` && ` behind them; empty if it is there
/// @param path as a shell takes it
record PlainFile(String making, String path) {
  private static final String MADE = "backup.db";

  static PlainFile of(BackupImage image, DrillOptions.Words words) {
    List<String> layers = image.layers();
    String file = words.file();
    if (layers.isEmpty()) {
      return inPlace(image, file);
    }
    String member = member(image.displayPath());
    if (layers.equals(List.of("age"))) {
      return made("snapseal open " + words.opened() + " --output " + MADE);
    }
    if (layers.equals(List.of("gzip")) || layers.equals(List.of("zstd"))) {
      return made(layers.getFirst() + " -dc " + file + " > " + MADE);
    }
    if (layers.equals(List.of("zip")) && !member.isEmpty()) {
      return made("unzip -p " + file + " " + member + " > " + MADE);
    }
    if (layers.getLast().equals("tar") && layers.size() <= 2 && !image.isSealed()) {
      return made("tar -xOf " + file + " " + member + " > " + MADE);
    }
    return new PlainFile("", "UNPACKED");
  }

  private static PlainFile inPlace(BackupImage image, String file) {
    if (file.equals("-")) {
      return new PlainFile("", MADE);
    }
    return image.kind() == InputKind.DATA_DIR
        ? new PlainFile("", ShellWord.of(image.displayPath()))
        : new PlainFile("", file);
  }

  private static PlainFile made(String command) {
    return new PlainFile(command + " && ", MADE);
  }

  private static String member(String displayPath) {
    int mark = displayPath.lastIndexOf('!');
    return mark < 0 ? "" : ShellWord.of(displayPath.substring(mark + 1));
  }

  /// The command that restores it.
  ///
  /// @param program such as `etcdutl`
  /// @param hasTrailer whether a SHA-256 is at its end
  String restore(String program, boolean hasTrailer) {
    return "%s%s snapshot restore %s%s"
        .formatted(making, program, path, hasTrailer ? "" : " --skip-hash-check");
  }
}
