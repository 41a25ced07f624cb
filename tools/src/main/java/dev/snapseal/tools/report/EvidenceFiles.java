package dev.snapseal.tools.report;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.InputKind;
import java.util.Optional;

/// How commands name what an evidence was read of, as a shell takes it.
///
/// Names are a backup's: whoever prints a command makes it safe.
final class EvidenceFiles {
  private static final String DATABASE = "snap/db";
  private static final String MEMBER_DATABASE = "member/" + DATABASE;
  private static final String LOG = "member/wal";
  private static final char INSIDE = '!';

  private EvidenceFiles() {}

  /// What a case is given to have the evidence: a file, or the data directory; empty of a pipe.
  static Optional<String> toAdd(Evidence evidence) {
    String path = evidence.input().path();
    if (evidence.source() == Evidence.Source.LOG) {
      return word(directory(path, LOG));
    }
    return evidence.input().kind() == InputKind.DATA_DIR
        ? word(directory(path, MEMBER_DATABASE))
        : word(file(path));
  }

  /// What a command is given that reads the database; empty of a log, and of a pipe.
  static Optional<String> database(Evidence evidence) {
    return evidence.source() == Evidence.Source.LOG
        ? Optional.empty()
        : word(file(evidence.input().path()));
  }

  /// The command that adds the write-ahead log beside a database to a case; empty if it is not
  /// known where that is.
  ///
  /// @param folder of the case, as a shell takes it
  static Optional<String> addLog(Evidence evidence, String folder) {
    String path = evidence.input().path();
    int inside = path.indexOf(INSIDE);
    if (inside < 0) {
      return path.endsWith(DATABASE)
          ? word(directory(path, DATABASE)).map(directory -> add(folder, directory))
          : Optional.empty();
    }
    String member = path.substring(inside + 1);
    return member.indexOf(INSIDE) >= 0 || !member.endsWith(MEMBER_DATABASE)
        ? Optional.empty()
        : word(path.substring(0, inside))
            .map(
                archive ->
                    unpack(archive)
                        + " && "
                        + add(
                            folder,
                            ShellWord.of("unpacked/" + directory(member, MEMBER_DATABASE))));
  }

  private static String add(String folder, String file) {
    return "snapseal case " + folder + " add " + file;
  }

  private static String unpack(String archive) {
    return archive.endsWith(".zip") || archive.endsWith(".zip'")
        ? "unzip " + archive + " -d unpacked"
        : "mkdir unpacked && tar -xf " + archive + " -C unpacked";
  }

  private static String file(String path) {
    int inside = path.indexOf(INSIDE);
    return inside < 0 ? path : path.substring(0, inside);
  }

  private static String directory(String path, String below) {
    String directory =
        path.endsWith(below) ? path.substring(0, path.length() - below.length()) : path;
    return directory.isEmpty() ? "." : directory;
  }

  private static Optional<String> word(String path) {
    return path.equals(BackupInput.STANDARD_INPUT)
        ? Optional.empty()
        : Optional.of(ShellWord.of(path));
  }
}
