package dev.snapseal.tools.command;

import dev.snapseal.tools.lookup.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what is wrong with a command as it was typed, and how to type it.
record UsageFailure(ParameterException failure, GivenCommand given) {
  /// More changed letters make another word.
  private static final int MAX_EDITS = 2;

  String message() {
    return switch (failure) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          missing.getMissing().stream().map(UsageFailure::name).collect(Collectors.joining(", "))
              + " is missing";
      default ->
          failure
              .getMessage()
              .replaceFirst(" \\(case-sensitive\\)", "")
              .replaceFirst(" is not an? (int|long)$", " is not a whole number");
    };
  }

  String hint() {
    return switch (failure) {
      case UnmatchedArgumentException unmatched ->
          nearest(unmatched)
              .map(name -> "did you mean: " + given.with(word(unmatched), name))
              .orElseGet(this::help);
      case MissingParameterException missing ->
          missing.getMissing().stream()
              .findFirst()
              .flatMap(this::completed)
              .or(this::example)
              .map(text -> "for example: " + text)
              .orElseGet(this::help);
      default -> outputMeant().orElseGet(this::help);
    };
  }

  /// `-o` takes a format here, and a file in many other programs.
  private Optional<String> outputMeant() {
    String value = String.valueOf(failure.getValue());
    return failure.getArgSpec() instanceof OptionSpec option
            && List.of(option.names()).contains("-o")
            && failure.getCommandLine().getCommandSpec().findOption("--output") != null
            && (value.contains(".") || value.contains("/"))
        ? Optional.of("to name the new file: " + given.renamed("-o", value, "--output"))
        : Optional.empty();
  }

  private static String unmatched(UnmatchedArgumentException unmatched) {
    String word = "'" + word(unmatched) + "'";
    CommandSpec command = unmatched.getCommandLine().getCommandSpec();
    if (unmatched.isUnknownOption()) {
      return command.qualifiedName() + " has no option " + word;
    }
    return command.parent() == null
        ? "there is no command " + word
        : word + " is one argument too many for " + command.qualifiedName();
  }

  private static String word(UnmatchedArgumentException unmatched) {
    String word = unmatched.getUnmatched().getFirst();
    return unmatched.isUnknownOption() ? word.replaceFirst("=.*", "") : word;
  }

  private static Optional<String> nearest(UnmatchedArgumentException unmatched) {
    CommandSpec command = unmatched.getCommandLine().getCommandSpec();
    return nearest(
        word(unmatched),
        unmatched.isUnknownOption()
            ? command.optionsMap().keySet()
            : command.subcommands().keySet());
  }

  /// The name that was meant, if one is like the word.
  static Optional<String> nearest(String word, Collection<String> names) {
    return names.stream()
        .filter(name -> EditDistance.between(word, name) <= MAX_EDITS)
        .filter(name -> EditDistance.between(word, name) < name.length() - 1)
        .min(Comparator.comparingInt(name -> EditDistance.between(word, name)));
  }

  private static String name(ArgSpec missing) {
    return missing instanceof OptionSpec option
        ? option.longestName() + " " + option.paramLabel()
        : missing.paramLabel();
  }

  /// The command with what it lacks, if that is a backup, a key in one or a configuration.
  private Optional<String> completed(ArgSpec missing) {
    List<? extends ArgSpec> needed = missing.isOption() ? List.of(missing) : from(missing);
    String[] words = needed.stream().flatMap(arg -> sample(arg).stream()).toArray(String[]::new);
    return words.length > 0 && words.length == needed.size()
        ? Optional.of(given.plus(words))
        : Optional.empty();
  }

  /// A parameter and those behind it: only the first that is missing is named.
  private List<? extends ArgSpec> from(ArgSpec missing) {
    return failure.getCommandLine().getCommandSpec().positionalParameters().stream()
        .dropWhile(parameter -> !parameter.equals(missing))
        .toList();
  }

  private static Optional<String> sample(ArgSpec missing) {
    return switch (name(missing)) {
      case "FILE" -> Optional.of("db.snapshot");
      case "KEY" -> Optional.of("secret/prod/db");
      case "--config FILE" -> Optional.of("encryption-config.yaml");
      default -> Optional.empty();
    };
  }

  private Optional<String> example() {
    return List.of(failure.getCommandLine().getCommandSpec().usageMessage().footer()).stream()
        .filter(line -> line.startsWith("  snapseal "))
        .map(String::strip)
        .findFirst();
  }

  private String help() {
    return "usage and examples: "
        + failure.getCommandLine().getCommandSpec().qualifiedName()
        + " --help";
  }
}
