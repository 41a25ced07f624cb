package dev.snapseal.tools.command;

import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.BootstrapFinding.Outcome;
import dev.snapseal.tools.keysource.KeySource;
import dev.snapseal.tools.needs.KeyBeside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which keys lie where the backup lies: in the same archive, in the store itself, or in the same
/// directory. Only what the command was given or found is looked at.
///
/// @param argument the backup as given
record KeysBeside(String argument) {

  List<KeyBeside> of(
      List<KeySource> sources, List<BootstrapFinding> records, Optional<String> tokenFile) {
    List<KeyBeside> beside = new ArrayList<>();
    for (KeySource source : sources) {
      boolean isSealed = records.stream().anyMatch(record -> record.keys().contains(source));
      if (!isSealed && (isInside(source.origin()) || isInSameDirectory(source.origin()))) {
        beside.add(new KeyBeside("a key of encryption at rest", source.origin()));
      }
    }
    boolean isOpened = records.stream().anyMatch(record -> record.outcome() == Outcome.OPENED);
    tokenFile
        .filter(file -> isOpened && isInSameDirectory(file))
        .ifPresent(
            file -> beside.add(new KeyBeside("the token that opens the bootstrap record", file)));
    return beside;
  }

  /// In the archive, or in an object of the store.
  private boolean isInside(String origin) {
    return origin.startsWith(argument + "!") || origin.startsWith(argument + " ");
  }

  private boolean isInSameDirectory(String origin) {
    int inside = origin.indexOf('!');
    String file = inside < 0 ? origin : origin.substring(0, inside);
    Optional<Path> folder = folder(argument);
    return folder.isPresent() && folder.equals(folder(file));
  }

  /// Empty for what is no file.
  private static Optional<Path> folder(String file) {
    try {
      Path path = Path.of(file);
      return Files.isRegularFile(path)
          ? Optional.of(path.toRealPath().getParent())
          : Optional.empty();
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }
}
