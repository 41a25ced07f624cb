package dev.snapseal.tools.check;

import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is wrong with a backup: the answer of `check`.
///
/// @param findings in the order they were met; of very many, the first thousand of each kind
/// @param errors number of errors, kept or not
/// @param warnings number of warnings, kept or not
/// @param pagesChecked pages examined, overflow pages included
/// @param valuesChecked records examined, 0 if only the structure was
/// @param valuesOpened encrypted values that the keys given open
/// @param valuesNotOpened encrypted values that they do not open; errors too
/// @param valuesLackingKey those among them that another key, or a plugin that answers, might open
/// @param intactOlderTree the other meta page, if the current tree is damaged and the one of the
///   commit before is not
public record CheckResult(
    InputFacts input,
    List<CheckFinding> findings,
    long errors,
    long warnings,
    long pagesChecked,
    long valuesChecked,
    long valuesOpened,
    long valuesNotOpened,
    long valuesLackingKey,
    Optional<MetaPage> intactOlderTree) {
  public CheckResult {
    findings = List.copyOf(findings);
  }

  public boolean isSound() {
    return errors == 0;
  }

  /// Whether nothing is wrong but that values do not open.
  public boolean isSoundButForValues() {
    return errors == valuesNotOpened;
  }

  /// One place that breaks a rule.
  ///
  /// @param severity `error` or `warning`
  /// @param rule stable name, such as `key-order`
  /// @param page absent where the whole file is meant
  /// @param offset bytes from the start of the file, absent where the whole file is meant
  /// @param bucket absent outside buckets
  /// @param message what was found; may hold control characters of names
  public record CheckFinding(
      String severity,
      String rule,
      OptionalLong page,
      OptionalLong offset,
      Optional<String> bucket,
      String message) {}
}
