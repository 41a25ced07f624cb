package dev.snapseal.tools.command;

import dev.snapseal.tools.ShellWord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The command as it was typed, for hints that repeat it in part.
///
/// @param args what stood behind `snapseal`
record GivenCommand(List<String> args) {
  /// Stands for a socket that nobody knows.
  static final String SOME_SOCKET = "/path/to/plugin.sock";

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
    return without(name).plus(name, value);
  }

  /// The command without these options and their values.
  GivenCommand without(String... options) {
    return new GivenCommand(
        parts(options).stream()
            .filter(part -> !part.isOption())
            .flatMap(part -> part.words().stream())
            .toList());
  }

  /// The command without these flags.
  GivenCommand withoutFlags(String... flags) {
    List<String> unwanted = List.of(flags);
    return new GivenCommand(args.stream().filter(arg -> !unwanted.contains(arg)).toList());
  }

  /// What opens sealed files, as it was given, each behind a blank: every command that names such a
  /// file needs it.
  String identities() {
    String passphrase = args.contains("-p") || args.contains("--passphrase") ? " --passphrase" : "";
    return options("-i", "--identity", "--passphrase-file") + passphrase;
  }

  /// The whole command, its result going into a pipe: only it is written there, and no terminal is
  /// left to ask for a passphrase on.
  String intoPipe() {
    boolean asks = args.contains("-p") || args.contains("--passphrase");
    GivenCommand piped =
        without("--output", "-o", "--output-format").withoutFlags("--force", "-p", "--passphrase");
    return asks
        ? piped.plus("--passphrase-file", "passphrase.txt", "--output", "-")
        : piped.plus("--output", "-");
  }

  /// The command with these sockets of KMS plugins, whatever sockets these had.
  ///
  /// @param sockets absolute path by the plugin's name
  GivenCommand withSockets(Map<String, String> sockets) {
    Stream<String> others =
        parts("--kms").stream()
            .filter(
                part ->
                    sockets.keySet().stream()
                        .noneMatch(name -> part.value().orElse("").startsWith(name + "=unix:")))
            .flatMap(part -> part.words().stream());
    Stream<String> more =
        sockets.entrySet().stream()
            .flatMap(
                socket -> Stream.of("--kms", socket.getKey() + "=unix://" + socket.getValue()));
    return new GivenCommand(Stream.concat(others, more).toList());
  }

  /// These options as they were given, each behind a blank.
  String options(String... names) {
    return parts(names).stream()
        .filter(Part::isOption)
        .flatMap(part -> part.words().stream())
        .map(word -> " " + ShellWord.of(word))
        .collect(Collectors.joining());
  }

  /// Every value of an option, in their order.
  List<String> values(String name) {
    return parts(name).stream().flatMap(part -> part.value().stream()).toList();
  }

  /// The whole command with one value of an option that may repeat before its others.
  String withFirst(String name, String value) {
    List<String> words = new ArrayList<>();
    boolean isNamed = false;
    for (Part part : parts(name)) {
      if (part.isOption() && !isNamed) {
        words.addAll(List.of(name, value));
        isNamed = true;
      }
      if (!part.value().equals(Optional.of(value))) {
        words.addAll(part.words());
      }
    }
    return words(words.stream());
  }

  /// The whole command with another option in place of one that has this value.
  String renamed(String option, String value, String other) {
    return words(
        parts(option).stream()
            .flatMap(
                part ->
                    part.value().equals(Optional.of(value))
                        ? Stream.of(other, value)
                        : part.words().stream()));
  }

  /// Whether it is this command.
  boolean is(String command) {
    return !args.isEmpty() && args.getFirst().equals(command);
  }

  /// The whole command with a flag that it may have already.
  String withFlag(String name) {
    return args.contains(name) ? plus() : plus(name);
  }

  /// A piece of the command: an option that was looked for with its value, or any other word.
  ///
  /// @param value of the option; empty for another word
  private record Part(Optional<String> value, List<String> words) {
    boolean isOption() {
      return value.isPresent();
    }
  }

  /// All of the command in its order.
  ///
  /// @param options names of options that have a value
  private List<Part> parts(String... options) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      boolean isApart = List.of(options).contains(arg) && i + 1 < args.size();
      if (isApart) {
        i++;
        parts.add(new Part(Optional.of(args.get(i)), List.of(arg, args.get(i))));
      } else {
        parts.add(new Part(attached(arg, options), List.of(arg)));
      }
    }
    return parts;
  }

  /// The value that stands in one word with its option, such as `--config=FILE` and `-ojson`.
  private static Optional<String> attached(String arg, String... options) {
    return Stream.of(options)
        .filter(arg::startsWith)
        .map(name -> arg.substring(name.length()))
        .filter(rest -> rest.startsWith("=") || !arg.startsWith("--"))
        .map(rest -> rest.startsWith("=") ? rest.substring(1) : rest)
        .findFirst();
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
