package dev.snapseal.tools.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where some bytes were found: the way through archives and compressions that led to them.
///
/// @param displayPath as reports name it
/// @param kind what a backup at this place is; empty when its bytes decide
/// @param layers what it was taken out of, the outermost first
/// @param archives how many of these are archives
record Place(String displayPath, Optional<InputKind> kind, List<String> layers, int archives) {
  /// A file that the user named, or standard input.
  static Place file(String displayPath) {
    return new Place(displayPath, Optional.empty(), List.of(), 0);
  }

  /// The file inside a data directory that the user named.
  static Place inDataDirectory(String displayPath) {
    return new Place(displayPath, Optional.of(InputKind.DATA_DIR), List.of(), 0);
  }

  /// The same without its compression: it keeps its name.
  Place uncompressed(String format, InputLimits limits) throws InputException {
    if (layers.size() - archives >= limits.deepest()) {
      throw tooDeep(limits);
    }
    return new Place(displayPath, kind, with(format), archives);
  }

  /// A member of the archive at this place, its name still to come.
  Place archive(String format, InputLimits limits) throws InputException {
    if (archives >= limits.deepest()) {
      throw tooDeep(limits);
    }
    return new Place(displayPath, Optional.of(InputKind.BUNDLE), with(format), archives + 1);
  }

  Place member(String name) {
    return new Place(displayPath + "!" + name, kind, layers, archives);
  }

  private List<String> with(String format) {
    List<String> more = new ArrayList<>(layers);
    more.add(format);
    return List.copyOf(more);
  }

  private InputException tooDeep(InputLimits limits) {
    return new InputException(
        displayPath,
        InputProblem.NESTED_TOO_DEEP,
        "more than %d archives or compressions inside each other".formatted(limits.deepest()));
  }
}
