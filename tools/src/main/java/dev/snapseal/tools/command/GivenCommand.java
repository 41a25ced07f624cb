package dev.snapseal.tools.command;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The command as it was typed, for hints that repeat it in part.
///
/// @param args what stood behind `snapseal`
record GivenCommand(List<String> args) {
  GivenCommand {
    args = List.copyOf(args);
  }

  /// The argument that led to a backup: what reports name may lie inside it, and then it is no path
  /// that any program takes.
  ///
  /// @param displayPath such as `backup.zip!snapshot` or `dir/member/snap/db`
  String argumentOf(String displayPath) {
    return args.stream()
        .filter(arg -> !arg.isEmpty() && isAt(arg, displayPath))
        .max(Comparator.comparingInt(String::length))
        .orElse(displayPath);
  }

  /// The whole command with another word in place of one.
  String with(String word, String other) {
    return "snapseal "
        + args.stream()
            .map(arg -> FailurePrinter.shellWord(arg.equals(word) ? other : arg))
            .collect(Collectors.joining(" "));
  }

  private static boolean isAt(String arg, String displayPath) {
    return displayPath.equals(arg)
        || displayPath.startsWith(arg + "!")
        || displayPath.startsWith(arg.endsWith("/") ? arg : arg + "/");
  }
}
