package dev.snapseal.tools.command;

import dev.snapseal.tools.input.BackupInput;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files that a command reads, so that it makes nothing in their place.
final class InputPaths {
  private InputPaths() {}

  /// Those of the names that are files'. What is no path is none; opening it says so.
  static List<Path> of(List<String> names) {
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      if (!name.equals(BackupInput.STANDARD_INPUT)) {
        add(name, paths);
      }
    }
    return paths;
  }

  private static void add(String name, List<Path> paths) {
    try {
      paths.add(Path.of(name));
    } catch (InvalidPathException _) {
      return;
    }
  }
}
