package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.KmsPluginFactory;
import dev.snapseal.tools.audit.KeyPlace;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.keys.KeyInventoryReader;
import dev.snapseal.tools.keys.KeyUse;
import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.BootstrapFinding.Outcome;
import dev.snapseal.tools.keysource.KeyFile;
import dev.snapseal.tools.keysource.KeySource;
import dev.snapseal.tools.keysource.Origin;
import dev.snapseal.tools.needs.KeyBeside;
import dev.snapseal.tools.values.ValueWork;
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

  /// Those beside one backup that open something in it.
  ///
  /// @param argument the backup as given
  List<KeyBeside> of(
      String argument,
      List<BackupImage> images,
      List<KeySource> sources,
      List<BootstrapFinding> records)
      throws IOException {
    List<KeyBeside> beside = new ArrayList<>();
    for (KeySource source : sources) {
      boolean isThere = isInside(source.origin(), argument) || isBeside(source.origin(), argument);
      if (isThere && isReadable(source) && opens(source, images)) {
        beside.add(new KeyBeside("a key of encryption at rest", source.origin().text()));
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
    inArchives(inputs, identities, io).forEach(place -> places.add(new KeyPlace(place, false)));
    List<String> backups = backups(inputs);
    keys.flatMap(found -> tokenBeside(backups, found.records()))
        .ifPresent(place -> places.add(new KeyPlace(place, false)));
    for (KeySource source : keys.map(ConfiguredKeys::sources).orElse(List.of())) {
      boolean isBeside = backups.stream().anyMatch(backup -> isBeside(source.origin(), backup));
      KeyPlace place = new KeyPlace(source.origin().text(), true);
      if (isBeside
          && isReadable(source)
          && !places.contains(place)
          && opens(source, inputs.images())) {
        places.add(place);
      }
    }
    return places;
  }

  private List<String> backups(BackupInputs inputs) {
    return inputs.images().stream()
        .map(BackupImage::displayPath)
        .map(given::argumentOf)
        .distinct()
        .toList();
  }

  /// The archives are read once more if a member was seen that is a configuration, and not else.
  private List<String> inArchives(BackupInputs inputs, IdentityOptions identities, CommandIo io)
      throws CommandFailure, IOException {
    List<String> archives =
        inputs.configurationsBeside().stream().map(given::argumentOf).distinct().toList();
    List<String> places = new ArrayList<>();
    for (String archive : archives) {
      if (Files.isRegularFile(Path.of(archive))) {
        places.addAll(keysIn(archive, inputs.images(), identities, io));
      }
    }
    return places;
  }

  private static List<String> keysIn(
      String archive, List<BackupImage> images, IdentityOptions identities, CommandIo io)
      throws CommandFailure, IOException {
    List<KeySource> sources;
    try {
      sources =
          KeyFile.ofPacked(archive, InputStream.nullInputStream(), identities.inputOptions(io));
    } catch (InvalidConfigurationException _) {
      return List.of();
    }
    try {
      List<String> places = new ArrayList<>();
      for (KeySource source : sources) {
        if (isReadable(source) && opens(source, images)) {
          places.add(source.origin().text());
        }
      }
      return places;
    } finally {
      sources.forEach(source -> source.configuration().close());
    }
  }

  private static boolean isReadable(KeySource source) {
    return source.hasKeys() && !source.sealed();
  }

  /// Whether a value opens with these keys alone: a name that fits is no proof. Plugins are not
  /// asked, which are no keys that lie anywhere.
  private static boolean opens(KeySource source, List<BackupImage> images) throws IOException {
    try (KeyRing ring = KeyRing.of(List.of(source.configuration()), KmsPluginFactory.none())) {
      return KeyInventoryReader.read(
              images, List.of(), Optional.of(ring), ValueWork.jobs(), _ -> {})
          .keys()
          .stream()
          .anyMatch(key -> key.trial().map(KeyUse.Trial::opens).orElse(0L) > 0);
    }
  }

  private Optional<String> tokenBeside(List<String> backups, List<BootstrapFinding> records) {
    boolean isOpened = records.stream().anyMatch(record -> record.outcome() == Outcome.OPENED);
    return tokenFile.filter(
        file ->
            isOpened
                && backups.stream()
                    .anyMatch(
                        backup ->
                            file.startsWith(backup + "!") || isInSameDirectory(backup, file)));
  }

  /// In the archive, or in an object of the store.
  private boolean isInside(Origin origin, String argument) {
    return given.argumentOf(origin.file()).equals(argument) && !origin.equals(Origin.of(argument));
  }

  /// In another file of the same directory.
  private boolean isBeside(Origin origin, String argument) {
    return !isInside(origin, argument) && isInSameDirectory(argument, origin.file());
  }

  private static boolean isInSameDirectory(String argument, String file) {
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
