package dev.snapseal.tools.report;

import dev.snapseal.tools.Terminal;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.sweep.Canaries;
import dev.snapseal.tools.sweep.Detector;
import dev.snapseal.tools.sweep.Hit;
import dev.snapseal.tools.sweep.Named;
import dev.snapseal.tools.sweep.SweepReport;
import dev.snapseal.tools.sweep.Unexamined;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `sweep` for people: the verdict, what was examined, and where what can be read is.
public final class SweepText {
  private static final int EXAMPLES = 2;
  private static final int FILES = 20;
  private static final int CANARIES = 20;
  private static final int NAMES = 5;
  private static final int INDENT_HEAD = 10;
  private static final int INDENT_HIT = 4;
  private static final int INDENT_REMEDY = 6;

  private final PrintWriter out;
  private final SweepReport report;
  private final Listing listing;
  private final Terminal terminal;
  private final int columns;

  /// Where everything stands of which the text shows a few.
  ///
  /// @param where such as `sdb.html lists them`
  /// @param names command that prints the name of every object; empty if there is such a file
  public record Listing(String where, Optional<String> names) {
    /// In the HTML report that is made at the same time.
    public static Listing in(String file) {
      return new Listing(file + " lists them", Optional.empty());
    }

    /// In no file yet.
    ///
    /// @param asJson the command that makes the same as JSON
    public static Listing of(String asJson) {
      return new Listing(
          "-o json and --report list them",
          Optional.of(
              asJson
                  + " | jq -r '(.hits[], (.keysBeside[] | select(.opened > 0) | .objects[]))"
                  + " | select(.objectName) | .resource + \" \" + (.namespace //"
                  + " \"\") + \"/\" + .objectName' | sort -u"));
    }
  }

  private SweepText(PrintWriter out, SweepReport report, Listing listing, Terminal terminal) {
    this.listing = listing;
    this.out = out;
    this.report = report;
    this.terminal = terminal;
    this.columns = terminal.outputColumns();
  }

  public static void write(
      PrintWriter out, SweepReport report, Listing listing, Terminal terminal) {
    new SweepText(out, report, listing, terminal).write();
  }

  private void write() {
    out.print(terminal.colour() ? AuditText.colour(report.verdict()) : "");
    WrappedText.print(out, SafeText.forTerminal(new SweepWords(report).verdict()), 0, columns);
    out.print(terminal.colour() ? "\u001b[0m" : "");
    out.println();
    files();
    examined();
    report.unexamined().forEach(this::unexamined);
    canaries();
    out.println();
    encrypted();
    report.counts().forEach(this::hits);
    objects();
    remedies();
    looks();
    out.flush();
  }

  private void files() {
    report.files().stream().limit(FILES).forEach(this::file);
    if (report.files().size() > FILES) {
      out.println(
          "          ... and %s more files: -o json"
              .formatted(Quantity.count(report.files().size() - FILES)));
    }
  }

  private void file(SweepReport.SweptFile file) {
    line(
        "file      %s (%s, %s)"
            .formatted(file.path(), file.what(), Quantity.bytes(file.sizeBytes())));
    file.sha256().ifPresent(hash -> out.println("sha256    " + hash));
  }

  private void examined() {
    List<String> regions = new ArrayList<>();
    report
        .regions()
        .forEach(
            (region, bytes) -> {
              if (bytes > 0) {
                regions.add(SweepWords.region(region) + " " + Quantity.count(bytes));
              }
            });
    line(
        "examined  %s bytes%s"
            .formatted(
                Quantity.count(report.examinedBytes()),
                regions.isEmpty() ? "" : ": " + String.join(", ", regions)));
    SweepReport.Recognised known = report.recognised();
    List<String> shapes = new ArrayList<>();
    known
        .pages()
        .forEach(
            (type, count) ->
                shapes.add(
                    Quantity.count(
                        count, type.name().toLowerCase(java.util.Locale.ROOT) + " page")));
    if (known.records() > 0) {
      shapes.add(Quantity.count(known.records(), "record"));
    }
    if (known.requests() > 0) {
      shapes.add(Quantity.count(known.requests(), "value") + " in the write-ahead log");
    }
    if (!shapes.isEmpty()) {
      line(
          "elsewhere "
              + String.join(", ", shapes)
              + ": outside of intact databases, recognised by their form");
    }
    if (known.packed() > 0) {
      line("packed    " + SweepWords.packed(known.packed()));
    }
    if (report.unattributedBytes() > 0) {
      line(
          "text      %s bytes belong to no record or object; where, an audit says"
              .formatted(Quantity.count(report.unattributedBytes())));
    }
  }

  private void unexamined(Unexamined part) {
    String bytes = part.bytes() > 0 ? Quantity.bytes(part.bytes()) + " of " : "";
    String what =
        switch (part.kind()) {
          case FAILED, SKIPPED -> bytes + part.path() + ": " + part.why();
          case CAVEAT, LIMIT -> part.text();
        };
    action("%-9s %s".formatted(part.kind().jsonName(), what));
  }

  /// By their lines in the user's file; those that were not found first.
  private void canaries() {
    List<Canaries.Outcome> canaries = report.canaries();
    if (canaries.isEmpty()) {
      return;
    }
    long found = canaries.stream().filter(Canaries.Outcome::isFound).count();
    line(
        "canaries  %s, %s found, %s not found"
            .formatted(
                Quantity.count(canaries.size(), "text"),
                Quantity.count(found),
                Quantity.count(canaries.size() - found)));
    canaries.stream()
        .sorted(Comparator.comparing(Canaries.Outcome::isFound))
        .limit(CANARIES)
        .forEach(this::canary);
    if (canaries.size() > CANARIES) {
      out.println(
          "          ... and %s more; -o json lists them all"
              .formatted(Quantity.count(canaries.size() - CANARIES)));
    }
  }

  private void canary(Canaries.Outcome canary) {
    String words =
        canary.isReadable()
            ? "found"
            : canary.isEncrypted() ? "found in encrypted values only" : "not found";
    line(
        "          line %d (%s): %s"
            .formatted(canary.line(), Quantity.count(canary.lengthBytes(), "byte"), words));
  }

  private void encrypted() {
    if (report.encrypted().isEmpty()) {
      return;
    }
    boolean hasKeys = !report.keysBeside().isEmpty();
    TextTable table =
        hasKeys
            ? new TextTable("ENCRYPTED UNDER", ">VALUES", "KEY")
            : new TextTable("ENCRYPTED UNDER", ">VALUES");
    report
        .encrypted()
        .forEach(
            (prefix, count) -> {
              if (hasKeys) {
                table.row(prefix, Quantity.count(count), SweepWords.key(report, prefix));
              } else {
                table.row(prefix, Quantity.count(count));
              }
            });
    table.print(out, columns);
    out.println();
  }

  private void hits(Detector detector, Map<Scope, Long> byScope) {
    long all = SweepWords.sum(byScope);
    List<String> scopes = new ArrayList<>();
    byScope.forEach(
        (scope, count) -> scopes.add(Quantity.count(count) + " " + SweepWords.words(scope)));
    long parts = report.parts().getOrDefault(detector, 0L);
    line(
        "%s: %s (%s)%s"
            .formatted(
                detector.jsonName(),
                Quantity.count(all, "hit"),
                String.join(", ", scopes),
                parts == 0
                    ? ""
                    : ", %s in values that are counted already".formatted(Quantity.count(parts))));
    for (Scope scope : byScope.keySet()) {
      report.hits().stream()
          .filter(hit -> hit.detector() == detector && hit.scope() == scope)
          .limit(EXAMPLES)
          .forEach(this::hit);
    }
    long shown = byScope.values().stream().mapToLong(count -> Math.min(count, EXAMPLES)).sum();
    if (all > shown) {
      action("  ... and %s more; %s".formatted(Quantity.count(all - shown), listing.where()));
    }
    out.println();
  }

  private void hit(Hit hit) {
    String text =
        "  %s%s (%s, %soffset %s)"
            .formatted(
                hit.title(),
                hit.preview(),
                hit.path(),
                hit.page().isPresent() ? "page " + hit.page().getAsLong() + ", " : "",
                hit.forensicPath());
    WrappedText.print(out, SafeText.forTerminal(text), INDENT_HIT, columns);
  }

  /// What there is to rotate: a Secret may lie in many places.
  private void objects() {
    List<Named> objects = report.readableObjects();
    if (objects.isEmpty()) {
      return;
    }
    String more = objects.size() > NAMES ? ", ..." : "";
    long underKeys = report.objectsUnderKeysBeside();
    line(
        "objects   %s%s by name%s: %s%s"
            .formatted(
                report.hasAllHits() ? "" : "at least ",
                Quantity.count(objects.size()),
                underKeys == 0
                    ? ""
                    : ", %s under a key that lies beside them"
                        .formatted(underKeys == objects.size() ? "all" : Quantity.count(underKeys)),
                objects.stream().limit(NAMES).map(Named::title).collect(Collectors.joining(", ")),
                more));
    if (!more.isEmpty()) {
      listing.names().ifPresent(command -> action("          all of them: " + command));
    }
    out.println();
  }

  private void remedies() {
    Set<AuditRule> rules = EnumSet.noneOf(AuditRule.class);
    report
        .counts()
        .forEach((d, byScope) -> byScope.keySet().forEach(s -> d.rule(s).ifPresent(rules::add)));
    if (!rules.isEmpty()) {
      WrappedText.print(out, SweepWords.ROTATE, 0, columns);
    }
    for (AuditRule rule : rules) {
      String text =
          "%s %s: %s".formatted(rule.id(), rule.ruleName(), new SweepWords(report).remedy(rule));
      WrappedText.printAction(out, text, INDENT_REMEDY, columns);
    }
  }

  /// Commands to paste, each whole on its line.
  private void looks() {
    List<String> commands = SweepWords.looks(report.hits());
    if (!commands.isEmpty()) {
      out.println();
      out.println("To see what a hit found, plaintext and all:");
      commands.forEach(command -> out.println("  " + SafeText.forTerminal(command)));
    }
  }

  private void action(String text) {
    WrappedText.printAction(out, SafeText.forTerminal(text), INDENT_HEAD, columns);
  }

  private void line(String text) {
    WrappedText.print(out, SafeText.forTerminal(text), INDENT_HEAD, columns);
  }
}
