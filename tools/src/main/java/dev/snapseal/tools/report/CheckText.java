package dev.snapseal.tools.report;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.check.CheckResult;
import dev.snapseal.tools.check.CheckResult.CheckFinding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `check` for people: the verdict, findings by rule, what to do.
public final class CheckText {
  private static final int EXAMPLES = 3;
  private static final int HANGING = 4;

  private CheckText() {}

  /// Writes the text.
  ///
  /// @param identities options that opened the file, each behind a blank, as a shell takes them
  /// @param columns how long a line may be
  public static void write(PrintWriter out, CheckResult result, String identities, int columns) {
    WrappedText.print(out, SafeText.forTerminal(verdict(result)), HANGING, columns);
    if (lacksTrailer(result)) {
      out.println("note: no SHA-256 trailer; a file copied from a data directory never has one.");
      out.println("      'etcdutl snapshot restore' takes this file only with --skip-hash-check");
    }
    Map<String, List<CheckFinding>> byRule = new LinkedHashMap<>();
    for (CheckFinding finding : result.findings()) {
      byRule
          .computeIfAbsent(finding.severity() + " " + finding.rule(), rule -> new ArrayList<>())
          .add(finding);
    }
    byRule.forEach((rule, findings) -> group(out, rule, findings, columns));
    long omitted = result.errors() + result.warnings() - result.findings().size();
    if (omitted > 0) {
      out.println();
      out.println("and " + Quantity.count(omitted, "finding") + " that were only counted");
    }
    remedy(out, result, identities);
    out.flush();
  }

  private static String verdict(CheckResult result) {
    String faults =
        result.errors() + result.warnings() == 0
            ? "no finding"
            : Quantity.count(result.errors(), "error")
                + ", "
                + Quantity.count(result.warnings(), "warning");
    return "%s: %s: %s in %s%s%s"
        .formatted(
            state(result),
            result.input().path(),
            faults,
            Quantity.count(result.pagesChecked(), "page"),
            result.valuesChecked() > 0
                ? " and " + Quantity.count(result.valuesChecked(), "record")
                : "",
            result.valuesOpened() > 0
                ? ", " + Quantity.count(result.valuesOpened(), "value") + " opened"
                : "");
  }

  /// Whether the file may well be restored, but not without saying that it has no trailer.
  ///
  /// @see <a
  ///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/etcdutl/snapshot/v3_snapshot.go">etcdutl
  ///   v3_snapshot.go: `copyAndVerifyDB`</a>
  private static boolean lacksTrailer(CheckResult result) {
    return result.isSoundButForValues() && result.input().trailer() == FileDigest.Trailer.ABSENT;
  }

  private static String state(CheckResult result) {
    if (result.isSound()) {
      return "SOUND";
    }
    return result.isSoundButForValues()
        ? "SOUND, but " + Quantity.count(result.valuesNotOpened(), "value") + " not opened"
        : "DAMAGED";
  }

  private static void group(
      PrintWriter out, String rule, List<CheckFinding> findings, int columns) {
    out.println();
    out.println(rule + ": " + Quantity.count(findings.size(), "finding"));
    for (CheckFinding finding : findings.subList(0, Math.min(EXAMPLES, findings.size()))) {
      WrappedText.print(
          out, "  " + SafeText.forTerminal(place(finding) + finding.message()), HANGING, columns);
    }
    if (findings.size() > EXAMPLES) {
      out.println(
          "  ... and " + Quantity.count(findings.size() - EXAMPLES) + " more: -o json shows all");
    }
  }

  private static String place(CheckFinding finding) {
    if (finding.page().isEmpty() && finding.offset().isEmpty()) {
      return "";
    }
    StringBuilder place = new StringBuilder();
    finding.page().ifPresent(page -> place.append("page ").append(page));
    finding
        .offset()
        .ifPresent(
            offset ->
                place
                    .append(place.isEmpty() ? "" : ", ")
                    .append("offset 0x")
                    .append(Long.toHexString(offset)));
    finding.bucket().ifPresent(bucket -> place.append(", bucket ").append(bucket));
    return place + ": ";
  }

  /// As a command takes it; what is inside an archive has no name of its own.
  private static String file(CheckResult result) {
    String path = result.input().path();
    boolean hasName = !path.contains("!") && !path.equals("-");
    return hasName ? SafeText.forTerminal(ShellWord.of(path)) : "FILE";
  }

  private static void remedy(PrintWriter out, CheckResult result, String identities) {
    if (result.errors() + result.warnings() == 0) {
      return;
    }
    out.println();
    if (result.intactOlderTree().isPresent()) {
      MetaPage older = result.intactOlderTree().get();
      out.println(
          "do: the tree of the commit before is intact (meta page %d, txid %s); go back to it with"
              .formatted(older.pageId(), Long.toUnsignedString(older.txid())));
      out.println(
          "    bbolt surgery revert-meta-page %s --output repaired.db".formatted(file(result)));
    } else if (!result.isSound() && result.isSoundButForValues()) {
      out.println(
          "do: add the configurations and plugins the values were written under (--config,");
      out.println("    --kms); a value that its own key does not open was changed or moved");
    } else if (!result.isSound()) {
      out.println("do: restore from another backup; keep this one and take a new one at once");
      out.println(
          "    if there is no other: snapseal salvage %s%s --output saved.db"
              .formatted(file(result), identities));
    } else if (lacksTrailer(result)) {
      out.println("do: take the snapshot again, if its cluster still runs");
    } else {
      out.println("do: nothing; etcd reads this file");
    }
  }
}
