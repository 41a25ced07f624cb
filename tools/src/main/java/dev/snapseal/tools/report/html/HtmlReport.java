package dev.snapseal.tools.report.html;

import java.util.List;
import java.util.Optional;

/// What a report to hand over says, whichever command made it; the page shows it in this order.
/// What is empty is left out.
///
/// Texts may hold names out of a backup as they are: [HtmlPage] makes them harmless. They must not
/// hold plaintext of values or key material.
///
/// @param kind what was done, such as `Audit`
/// @param subject what it was done to, such as the file's name
/// @param figures a handful of numbers beside the conclusion
/// @param coverage of the bytes that were to be read; empty where that means nothing
/// @param maps one for each file or disk
/// @param timelines of one sort; the first one's axis names them all
/// @param remedies what to do, the most urgent first
/// @param limits what the conclusion does not say, a sentence each
public record HtmlReport(
    String kind,
    String subject,
    Conclusion conclusion,
    List<Figure> figures,
    Optional<Coverage> coverage,
    List<CellMap> maps,
    List<Timeline> timelines,
    List<Remedy> remedies,
    List<DataTable> tables,
    List<String> limits,
    Evidence evidence) {

  public HtmlReport {
    figures = List.copyOf(figures);
    maps = List.copyOf(maps);
    timelines = List.copyOf(timelines);
    remedies = List.copyOf(remedies);
    tables = List.copyOf(tables);
    limits = List.copyOf(limits);
  }

  /// What it comes to.
  ///
  /// @param word one word, such as `Readable`
  /// @param sentence what exactly
  public record Conclusion(Tone tone, String word, String sentence) {}

  /// One number.
  ///
  /// @param value as it is shown, such as `1,204` or `3.2 GB`
  public record Figure(String label, String value, Tone tone) {}

  /// What to do about all findings of one sort.
  ///
  /// @param id of the rule, such as `SS001`; empty if it is none's
  /// @param severity one word, such as `error`
  /// @param count how many findings
  /// @param noun what is counted, such as `finding`
  /// @param meaning the rule in a sentence
  /// @param action what to do, in words
  /// @param command what to paste, if there is a command that does it
  public record Remedy(
      Tone tone,
      String id,
      String title,
      String severity,
      long count,
      String noun,
      String meaning,
      String action,
      Optional<String> command) {
    /// What to do about findings.
    public Remedy(
        Tone tone,
        String id,
        String title,
        String severity,
        long count,
        String meaning,
        String action,
        Optional<String> command) {
      this(tone, id, title, severity, count, "finding", meaning, action, command);
    }
  }
}
