package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.CaseException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The folder of a case: `case.key`, and `index`, which is RocksDB's. Nothing else belongs there.
///
/// @param path as the user named it
record CaseFolder(Path path) {
  private static final String KEY = "case.key";
  private static final String KEY_ASIDE = "case.key.new";
  private static final String INDEX = "index";

  Path index() {
    return path.resolve(INDEX);
  }

  boolean hasKey() {
    return Files.exists(path.resolve(KEY), LinkOption.NOFOLLOW_LINKS);
  }

  CaseKey readKey() throws CaseException {
    return CaseKey.read(path, path.resolve(KEY));
  }

  CaseKey makeKey() throws CaseException {
    CaseKey key = CaseKey.random();
    try {
      key.write(path.resolve(KEY), path.resolve(KEY_ASIDE));
      return key;
    } catch (IOException e) {
      key.close();
      throw notWritten(e);
    }
  }

  /// Makes the folder if it is not there; one that holds anything else is refused.
  void prepare() throws CaseException {
    if (!Files.exists(path)) {
      try {
        Files.createDirectory(path, CaseKey.ownerOnly(path, "rwx------"));
      } catch (IOException e) {
        throw notWritten(e);
      }
    }
    refuseOther();
    try {
      if (!Files.exists(index())) {
        Files.createDirectory(index(), CaseKey.ownerOnly(path, "rwx------"));
      }
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  /// Checks that there is a case to read.
  void requireCase() throws CaseException {
    if (!Files.exists(path)) {
      throw new CaseException(path, Problem.MISSING, "there is no such case");
    }
    refuseOther();
    if (!Files.exists(index().resolve("CURRENT"))) {
      throw new CaseException(path, Problem.NOT_A_CASE, "the folder holds no case");
    }
  }

  private void refuseOther() throws CaseException {
    if (!Files.isDirectory(path)) {
      throw new CaseException(path, Problem.NOT_A_CASE, "is no folder");
    }
    Set<String> others = others();
    if (!others.isEmpty()) {
      throw new CaseException(
          path,
          Problem.NOT_A_CASE,
          "is not a case: it holds " + others.stream().sorted().findFirst().orElseThrow());
    }
  }

  private Set<String> others() throws CaseException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !Set.of(KEY, KEY_ASIDE, INDEX).contains(name))
          .limit(2)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new CaseException(path, Problem.NOT_A_CASE, "cannot be read", e);
    }
  }

  private CaseException notWritten(IOException e) {
    return new CaseException(
        path, Problem.NOT_WRITTEN, "cannot be made: " + e.getClass().getSimpleName(), e);
  }
}
