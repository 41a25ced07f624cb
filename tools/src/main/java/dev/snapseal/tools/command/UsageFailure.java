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
          missing.getMissing().stream().map(ArgSpec::paramLabel).collect(Collectors.joining(", "))
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
      case MissingParameterException _ ->
          example().map(text -> "for example: " + text).orElseGet(this::help);
      default -> help();
    };
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
