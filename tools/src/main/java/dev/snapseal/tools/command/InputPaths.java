package dev.snapseal.tools.command;

import dev.snapseal.tools.input.BackupInput;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// The files that a command names, so that it makes nothing in their place.
final class InputPaths {
  private InputPaths() {}

  /// What any parameter or option of the command names, besides what it makes: every one counts, so
  /// that none can be forgotten. A word that means something else is no harm, for it names no file;
  /// nor does `-`.
  ///
  /// @param made the option that names what is made
  /// @return files, and the folders among the parameters; of an option a folder is a place to look
  ///   or to work in, which may hold what is made as well
  static List<Path> of(CommandSpec spec, ArgSpec made) {
    Stream<Path> parameters = spec.positionalParameters().stream().flatMap(InputPaths::paths);
    Stream<Path> options =
        spec.options().stream()
            .filter(option -> !option.equals(made))
            .flatMap(InputPaths::paths)
            .filter(path -> !Files.isDirectory(path));
    return Stream.concat(parameters, options).toList();
  }

  /// How often the command is told to read standard input; an output that is `-` is none.
  static long standardInputs(CommandSpec spec) {
    return spec.args().stream()
        .filter(arg -> arg.paramLabel().contains("FILE"))
        .flatMap(InputPaths::words)
        .filter(BackupInput.STANDARD_INPUT::equals)
        .count();
  }

  private static Stream<String> words(ArgSpec arg) {
    Object value = arg.getValue();
    Stream<?> values =
        value instanceof Collection<?> several ? several.stream() : Stream.ofNullable(value);
    return values
        .filter(each -> each instanceof String || each instanceof Path)
        .map(Object::toString);
  }

  private static Stream<Path> paths(ArgSpec arg) {
    return words(arg)
        .filter(name -> !name.equals(BackupInput.STANDARD_INPUT))
        .flatMap(name -> path(name).stream());
  }

  /// What is no path names no file; opening it says so.
  private static Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
