package dev.snapseal.tools.command;

import dev.snapseal.tools.rewrite.RewriteOptions;
import java.util.List;
import java.util.Locale;

/// What the commands that rewrite a backup differ in.
enum RewriteKind {
  ENCRYPT(
      "encrypting",
      RewriteOptions.Goal.CONFIGURED,
      "Encrypt every value as the API server would write it now.",
      "snapseal encrypt db.snapshot --config keys.yaml --output sealed.db",
      "snapseal encrypt db.snapshot --config new.yaml --config old.yaml --dry-run"),
  DECRYPT(
      "decrypting",
      RewriteOptions.Goal.PLAINTEXT,
      "Make every encrypted value plaintext.",
      "snapseal decrypt db.snapshot --config keys.yaml --output plain.db",
      "snapseal decrypt db.snapshot --config keys.yaml --output - | age -p > db.age"),
  REKEY(
      "rekeying",
      RewriteOptions.Goal.CONFIGURED,
      "Bring every value, in every revision, to a new key.",
      "snapseal rekey old.db --config old.yaml --to-config new.yaml --output new.db",
      "snapseal rekey old.db --config old.yaml --to-config new.yaml --dry-run"),
  COMPACT(
      "compacting",
      RewriteOptions.Goal.UNCHANGED,
      "Drop old revisions, free pages and slack.",
      "snapseal compact db.snapshot --output small.db",
      "snapseal compact db.snapshot --revision 1200 --output small.db");

  private final String verb;
  private final RewriteOptions.Goal goal;
  private final String description;
  private final String examples;

  RewriteKind(String verb, RewriteOptions.Goal goal, String description, String... examples) {
    this.verb = verb;
    this.goal = goal;
    this.description = description;
    this.examples = String.join("\n", examples);
  }

  String commandName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What it does, for a progress line.
  String verb() {
    return verb;
  }

  RewriteOptions.Goal goal() {
    return goal;
  }

  String description() {
    return description;
  }

  List<String> examples() {
    return examples.lines().toList();
  }

  boolean usesKeys() {
    return this != COMPACT;
  }

  boolean encrypts() {
    return goal == RewriteOptions.Goal.CONFIGURED;
  }

  List<String> exitCodes() {
    return usesKeys()
        ? List.of(
            "Exit codes: 0 done and verified, 1 also done, but some values did not open,",
            "5 a value does not open, 6 the output was refused or could not be written.")
        : List.of(
            "Exit codes: 0 done and verified, 4 FILE is damaged,",
            "6 the revision or the output was refused, or it could not be written.");
  }
}
