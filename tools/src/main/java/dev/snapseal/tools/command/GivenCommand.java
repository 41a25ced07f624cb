package dev.snapseal.tools.command;

import dev.snapseal.tools.ShellWord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /// The whole command with another word in place of one, or of an option that is given as
  /// `word=VALUE`.
  String with(String word, String other) {
    return words(args.stream().map(arg -> replaced(arg, word, other)));
  }

  /// The whole command with more words at its end.
  String plus(String... more) {
    return words(Stream.concat(args.stream(), Stream.of(more)));
  }

  /// The whole command with this value of an option, whatever value it had.
  String withOption(String name, String value) {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).equals(name)) {
        i++;
      } else if (!args.get(i).startsWith(name + "=")) {
        others.add(args.get(i));
      }
    }
    return new GivenCommand(others).plus(name, value);
  }

  /// These options as they were given, each behind a blank.
  String options(String... names) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      boolean isApart = List.of(names).contains(arg) && i + 1 < args.size();
      if (isApart || Stream.of(names).anyMatch(name -> arg.startsWith(name + "="))) {
        words.append(' ').append(ShellWord.of(arg));
      }
      if (isApart) {
        i++;
        words.append(' ').append(ShellWord.of(args.get(i)));
      }
    }
    return words.toString();
  }

  /// The whole command with another option in place of one that has this value.
  String renamed(String option, String value, String other) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      boolean isApart =
          args.get(i).equals(option) && i + 1 < args.size() && args.get(i + 1).equals(value);
      if (isApart) {
        i++;
      }
      if (isApart
          || args.get(i).equals(option + "=" + value)
          || args.get(i).equals(option + value)) {
        words.addAll(List.of(other, value));
      } else {
        words.add(args.get(i));
      }
    }
    return new GivenCommand(words).plus();
  }

  /// Whether it is this command.
  boolean is(String command) {
    return !args.isEmpty() && args.getFirst().equals(command);
  }

  /// The whole command with a flag that it may have already.
  String withFlag(String name) {
    return args.contains(name) ? plus() : plus(name);
  }

  private static String words(Stream<String> args) {
    return "snapseal " + args.map(ShellWord::of).collect(Collectors.joining(" "));
  }

  private static String replaced(String arg, String word, String other) {
    if (arg.equals(word)) {
      return other;
    }
    return word.startsWith("--") && arg.startsWith(word + "=")
        ? other + arg.substring(word.length())
        : arg;
  }

  private static boolean isAt(String arg, String displayPath) {
    return displayPath.equals(arg)
        || displayPath.startsWith(arg + "!")
        || displayPath.startsWith(arg.endsWith("/") ? arg : arg + "/");
  }
}
