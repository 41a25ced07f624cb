package dev.snapseal.tools.report;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.caseindex.CaseAddition;
import dev.snapseal.tools.caseindex.Evidence;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// `case add` for people: a line for each backup.
public final class CaseAddText {
  private static final int HANGING = 2;

  private CaseAddText() {}

  /// Writes the text.
  ///
  /// @param folder of the case, as it was named
  /// @param keys options that were given for keys, each behind a blank, as a shell takes them
  /// @param identities options that opened sealed files, the same way
  /// @param columns how long a line may be
  public static void write(
      PrintWriter out,
      String folder,
      String keys,
      String identities,
      List<CaseAddition> additions,
      int columns) {
    TextTable table = new TextTable(">NO", "FILE", ">RECORDS", "REVISIONS", "RESULT");
    additions.forEach(
        addition ->
            table.row(
                Integer.toString(addition.evidence().number()),
                addition.given().path(),
                Quantity.count(addition.evidence().records()),
                CaseText.revisions(addition.evidence()),
                result(addition)));
    if (!table.isEmpty()) {
      table.print(out, columns);
    }
    missing(out, folder, keys, identities, additions, columns);
    out.flush();
  }

  private static void missing(
      PrintWriter out,
      String folder,
      String keys,
      String identities,
      List<CaseAddition> additions,
      int columns) {
    MissingKeyLines missing =
        MissingKeyLines.of(additions.stream().map(CaseAddition::evidence).distinct().toList());
    if (missing.isEmpty()) {
      return;
    }
    out.println();
    WrappedText.print(out, "NOT OPENED:", HANGING, columns);
    missing
        .lines()
        .forEach(line -> WrappedText.print(out, SafeText.forTerminal(line), HANGING, columns));
    if (missing.areMendable()) {
      WrappedText.print(
          out,
          "Added again with these keys, they are opened, and what is known stays:",
          0,
          columns);
      out.println(
          "  " + SafeText.forTerminal(missing.command(ShellWord.of(folder), keys) + identities));
    }
  }

  private static String result(CaseAddition addition) {
    Evidence evidence = addition.evidence();
    String result =
        switch (addition.outcome()) {
          case ADDED -> "added";
          case PRESENT ->
              addition.given().path().equals(evidence.input().path())
                  ? "is in the case already"
                  : "is in the case already, as " + evidence.input().path();
          case INDEXED_ANEW ->
              addition.opened() == 0
                  ? "is in the case already, and these keys open no more of it"
                  : "indexed anew: " + Quantity.count(addition.opened(), "more value") + " opened";
        };
    return result + gaps(evidence.gaps());
  }

  private static String gaps(Evidence.Gaps gaps) {
    List<String> parts = new ArrayList<>();
    add(parts, gaps.unreadParts(), "part", "could not be read");
    add(parts, gaps.malformedRecords(), "element", "not records");
    add(parts, gaps.longKeys(), "record", "left out for their long keys");
    add(parts, gaps.unopened(), "value", "not opened");
    add(parts, gaps.unreadBeside(), "file", "beside it not read");
    add(
        parts,
        gaps.malformedValues(),
        "value",
        "malformed: they begin with k8s:enc: and no prefix");
    add(parts, gaps.allNameless(), "plaintext object", "in free space without a name");
    return parts.isEmpty() ? "" : "; " + String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String noun, String what) {
    if (count > 0) {
      parts.add(Quantity.count(count, noun) + " " + what);
    }
  }
}
