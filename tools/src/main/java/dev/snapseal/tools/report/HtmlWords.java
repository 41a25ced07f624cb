package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Severity;
import dev.snapseal.tools.report.html.HtmlReport;
import dev.snapseal.tools.report.html.Tone;
import java.util.List;
import java.util.Optional;

/// What reports to hand over say in the same words, whichever command they are of.
final class HtmlWords {
  private HtmlWords() {}

  /// What was examined, in a few words.
  ///
  /// @param paths at least one
  static String subject(List<String> paths) {
    int more = paths.size() - 1;
    return more == 0
        ? paths.getFirst()
        : paths.getFirst() + " and " + Quantity.count(more, "more file");
  }

  /// A verdict's sentence without the word that it begins with.
  static String behindWord(String verdict) {
    String rest = verdict.substring(verdict.indexOf(": ") + 2);
    return Character.toUpperCase(rest.charAt(0)) + rest.substring(1) + ".";
  }

  /// What to do about a rule's findings.
  ///
  /// @param severity the gravest of them
  /// @param action in words, with a command behind them if one does it
  static HtmlReport.Remedy remedy(AuditRule rule, long count, Severity severity, String action) {
    int command = AuditWords.commandAt(action);
    return new HtmlReport.Remedy(
        tone(severity),
        rule.id(),
        rule.ruleName(),
        severity.jsonName(),
        count,
        rule.message(),
        sentence(action.substring(0, command)),
        Optional.of(action.substring(command)).filter(text -> !text.isEmpty()));
  }

  /// A text as a sentence: with a full stop, unless it has one or a command follows.
  static String sentence(String text) {
    if (text.isEmpty()) {
      return text;
    }
    String upper = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return upper.endsWith(": ") || upper.endsWith(".") ? upper : upper + ".";
  }

  private static Tone tone(Severity severity) {
    return switch (severity) {
      case ERROR -> Tone.ALARM;
      case WARNING -> Tone.CAUTION;
      case NOTE -> Tone.NEUTRAL;
    };
  }

  /// What comes before everything that is done to the store.
  static HtmlReport.Remedy rotation(long readable, String text) {
    return new HtmlReport.Remedy(
        Tone.ALARM,
        "",
        "Rotate what could be read",
        "first",
        readable,
        "Whoever has these bytes has what is in them.",
        text,
        Optional.empty());
  }
}
