package dev.snapseal.tools.report.html;

import java.util.List;
import java.util.Optional;

/// What a report to hand over says, whichever command made it; the page shows it in this order:
/// what it comes to and what to do about it, then what that rests on. What is empty is left out.
///
/// Texts may hold names out of a backup as they are: [HtmlPage] makes them harmless. They must not
/// hold plaintext of values or key material.
///
/// @param kind what was done, such as `Audit`
/// @param subject what it was done to, such as the file's name
/// @param figures a handful of numbers beside the conclusion; none is good where that is not
/// @param remedies what to do, the most urgent first
/// @param rotation what to make anew, by name
/// @param coverage of the bytes that were to be read; empty where that means nothing
/// @param maps one for each file or disk
/// @param timelines of one sort; the first one's axis names them all
/// @param limits what the conclusion does not say, a sentence each
public record HtmlReport(
    String kind,
    String subject,
    Conclusion conclusion,
    List<Figure> figures,
    List<Remedy> remedies,
    Rotation rotation,
    Optional<Coverage> coverage,
    List<CellMap> maps,
    List<Timeline> timelines,
    List<DataTable> tables,
    List<String> limits,
    Evidence evidence) {
  /// So that each has room for a few words.
  private static final int FIGURES_IN_ROW = 8;

  public HtmlReport {
    figures = figures.stream().map(figure -> figure.beside(conclusion.tone())).toList();
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
  public record Figure(String label, String value, Tone tone) {
    /// Nothing reassures beside a conclusion that does not: there, what is good is only a fact.
    private Figure beside(Tone conclusion) {
      return tone == Tone.GOOD && conclusion != Tone.GOOD
          ? new Figure(label, value, Tone.NEUTRAL)
          : this;
    }
  }

  /// How many figures stand in a row where there is room, so that no row is nearly empty.
  public int figuresInRow() {
    int rows = Math.max(1, Math.ceilDiv(figures.size(), FIGURES_IN_ROW));
    return Math.max(1, Math.ceilDiv(figures.size(), rows));
  }

  /// What to do about all findings of one sort.
  ///
  /// @param id of the rule, such as `SS001`; empty if it is none's
  /// @param severity one word, such as `error`
  /// @param count how many findings
  /// @param noun what is counted, such as `finding`; empty if the number says nothing
  /// @param meaning the rule in a sentence
  /// @param details more about it, a line each
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
      List<String> details,
      String action,
      Optional<String> command) {
    public Remedy {
      details = List.copyOf(details);
    }

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
      this(tone, id, title, severity, count, "finding", meaning, List.of(), action, command);
    }
  }
}
