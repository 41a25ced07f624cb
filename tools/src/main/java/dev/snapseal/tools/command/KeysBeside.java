package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.tools.audit.KeyPlace;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.BootstrapFinding.Outcome;
import dev.snapseal.tools.keysource.KeyFile;
import dev.snapseal.tools.keysource.KeySource;
import dev.snapseal.tools.needs.KeyBeside;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which keys lie where the backup lies: in the same archive, in the store itself, or in the same
/// directory. Only what the command was given or found is looked at.
///
/// @param given the command, which names the backups
/// @param tokenFile of the server token, as given
record KeysBeside(GivenCommand given, Optional<String> tokenFile) {

  /// Those beside one backup.
  ///
  /// @param argument the backup as given
  List<KeyBeside> of(String argument, List<KeySource> sources, List<BootstrapFinding> records) {
    List<KeyBeside> beside = new ArrayList<>();
    for (KeySource source : sources) {
      boolean isThere =
          isInside(argument, source.origin()) || isInSameDirectory(argument, source.origin());
      if (source.hasKeys() && !source.sealed() && isThere) {
        beside.add(new KeyBeside("a key of encryption at rest", source.origin()));
      }
    }
    tokenBeside(List.of(argument), records)
        .ifPresent(
            file -> beside.add(new KeyBeside("the token that opens the bootstrap record", file)));
    return beside;
  }

  /// Those in the archives that backups were taken out of, a token in a backup's directory, and
  /// files with keys there that the user named.
  List<KeyPlace> ofBackups(
      BackupInputs inputs, Optional<ConfiguredKeys> keys, IdentityOptions identities, CommandIo io)
      throws CommandFailure, IOException {
    List<KeyPlace> places = new ArrayList<>();
    inArchives(inputs, keys, identities, io)
        .forEach(place -> places.add(new KeyPlace(place, false)));
    List<String> backups = backups(inputs);
    keys.stream()
        .flatMap(given -> given.sources().stream())
        .filter(source -> source.hasKeys() && !source.sealed())
        .map(KeySource::origin)
        .filter(origin -> backups.stream().anyMatch(backup -> isBesideIt(backup, origin)))
        .distinct()
        .forEach(origin -> places.add(new KeyPlace(origin, true)));
    return places;
  }

  private static boolean isBesideIt(String backup, String origin) {
    return !isInside(backup, origin) && isInSameDirectory(backup, origin);
  }

  private List<String> backups(BackupInputs inputs) {
    return inputs.images().stream()
        .map(BackupImage::displayPath)
        .map(given::argumentOf)
        .distinct()
        .toList();
  }

  /// The archives are read once more if a member was seen that is a configuration, and not else.
  private List<String> inArchives(
      BackupInputs inputs, Optional<ConfiguredKeys> keys, IdentityOptions identities, CommandIo io)
      throws CommandFailure, IOException {
    List<String> archives =
        inputs.configurationsBeside().stream().map(given::argumentOf).distinct().toList();
    List<String> places = new ArrayList<>();
    for (String archive : archives) {
      if (Files.isRegularFile(Path.of(archive))) {
        places.addAll(keysIn(archive, identities, io));
      }
    }
    keys.flatMap(found -> tokenBeside(backups(inputs), found.records())).ifPresent(places::add);
    return places;
  }

  private static List<String> keysIn(String archive, IdentityOptions identities, CommandIo io)
      throws CommandFailure, IOException {
    try {
      List<KeySource> sources =
          KeyFile.ofPacked(archive, InputStream.nullInputStream(), identities.inputOptions(io));
      sources.forEach(source -> source.configuration().close());
      return sources.stream().filter(KeySource::hasKeys).map(KeySource::origin).toList();
    } catch (InvalidConfigurationException _) {
      return List.of();
    }
  }

  private Optional<String> tokenBeside(List<String> backups, List<BootstrapFinding> records) {
    boolean isOpened = records.stream().anyMatch(record -> record.outcome() == Outcome.OPENED);
    return tokenFile.filter(
        file -> isOpened && backups.stream().anyMatch(backup -> isInSameDirectory(backup, file)));
  }

  /// In the archive, or in an object of the store.
  private static boolean isInside(String argument, String origin) {
    return origin.startsWith(argument + "!") || origin.startsWith(argument + " ");
  }

  private static boolean isInSameDirectory(String argument, String origin) {
    int inside = origin.indexOf('!');
    Optional<Path> folder = folder(argument);
    return folder.isPresent()
        && folder.equals(folder(inside < 0 ? origin : origin.substring(0, inside)));
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
