package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.diff.DiffReport;
import dev.snapseal.tools.diff.FieldChange;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// `diff` for people: what matters most last, where it is seen.
public final class DiffText {
  /// Longer lists are for `-o json`.
  private static final int LISTED = 50;

  private static final int FIELDS_LISTED = 8;

  private DiffText() {}

  public static void write(PrintWriter out, DiffReport report) {
    out.println("before    " + side(report.before().path(), report.revisionBefore()));
    out.println("after     " + side(report.after().path(), report.revisionAfter()));
    DiffReport.Counts counts = report.counts();
    list(out, counts.added(), report.added(), entry -> out.println("added     " + stored(entry)));
    list(
        out,
        counts.removed(),
        report.removed(),
        entry -> out.println("removed   " + stored(entry)));
    list(out, counts.changed(), report.changed(), change -> change(out, change));
    report.reencrypted().forEach(move -> out.println("moved     " + move(move)));
    report.undecidedGroups().forEach(group -> undecided(out, group));
    list(
        out,
        counts.protectionLost(),
        report.protectionLost(),
        loss ->
            out.println(
                "PLAINTEXT %s, %s"
                    .formatted(
                        SafeText.forTerminal(loss.key()),
                        loss.from()
                            .map(from -> "was under " + prefix(from))
                            .orElse("new; the others were encrypted"))));
    summary(out, counts, report.churn());
    if (report.malformed() > 0) {
      out.println(
          "          " + Quantity.count(report.malformed(), "element") + " that are no records");
    }
    out.flush();
  }

  private static String side(String path, long revision) {
    return SafeText.forTerminal(path) + " at revision " + revision;
  }

  /// Values under a key of the same name were written anew, by that key or another.
  private static String move(DiffReport.Reencryption move) {
    String values = Quantity.count(move.values(), "value");
    return move.from().equals(move.to())
        ? "%s encrypted anew under %s: same name, perhaps another key"
            .formatted(values, prefix(move.to()))
        : "%s from %s to %s".formatted(values, prefix(move.from()), prefix(move.to()));
  }

  private static void undecided(PrintWriter out, DiffReport.UndecidedGroup group) {
    out.println(
        "UNDECIDED %s, %s%s: %s"
            .formatted(
                Quantity.count(group.values(), "value"),
                switch (group.side()) {
                  case BEFORE -> "not opened of BEFORE";
                  case AFTER -> "not opened of AFTER";
                  case BOTH -> "not opened of both";
                },
                group.prefix().map(prefix -> " (%s)".formatted(prefix(prefix))).orElse(""),
                SafeText.forTerminal(group.reason())));
    group.keys().forEach(key -> out.println("            " + SafeText.forTerminal(key)));
    if (group.values() > group.keys().size()) {
      out.println(
          "            and %s more: -o json"
              .formatted(Quantity.count(group.values() - group.keys().size())));
    }
  }

  private static void churn(PrintWriter out, List<DiffReport.Churn> churn) {
    long values = churn.stream().mapToLong(DiffReport.Churn::values).sum();
    if (values > 0) {
      out.println(
          "          of these %s that clusters change by themselves: %s"
              .formatted(
                  Quantity.count(values),
                  churn.stream()
                      .map(one -> one.resource() + " " + Quantity.count(one.values()))
                      .collect(Collectors.joining(", "))));
    }
  }

  private static void summary(
      PrintWriter out, DiffReport.Counts counts, List<DiffReport.Churn> churn) {
    out.println(
        "content   %s added, %s removed, %s changed, %s unchanged"
            .formatted(
                Quantity.count(counts.added()),
                Quantity.count(counts.removed()),
                Quantity.count(counts.changed()),
                Quantity.count(counts.unchanged())));
    churn(out, churn);
    out.println(
        "storage   %s of the same content re-encrypted, %s lost protection"
            .formatted(
                Quantity.count(counts.reencrypted()), Quantity.count(counts.protectionLost())));
    if (counts.undecided() > 0) {
      out.println("          " + Quantity.count(counts.undecided()) + " not compared");
    }
  }

  private static void change(PrintWriter out, DiffReport.Change change) {
    out.println("changed   " + SafeText.forTerminal(change.key()));
    if (change.fieldCount() == 0) {
      out.println(
          switch (change.compared()) {
            case FIELDS -> "            no field differs: the same object, written otherwise";
            case BYTES -> "            no object that can be decoded: other bytes";
          });
    }
    for (FieldChange field : change.fields().stream().limit(FIELDS_LISTED).toList()) {
      String path = SafeText.forTerminal(field.path());
      out.println(
          "            "
              + switch (field.kind()) {
                case ADDED -> "+ " + path + " " + value(field.after().orElseThrow());
                case REMOVED -> "- " + path + " " + value(field.before().orElseThrow());
                case CHANGED ->
                    "~ "
                        + path
                        + " "
                        + value(field.before().orElseThrow())
                        + " -> "
                        + value(field.after().orElseThrow());
              });
    }
    if (change.fieldCount() > FIELDS_LISTED) {
      out.println(
          "            and "
              + Quantity.count(change.fieldCount() - FIELDS_LISTED)
              + " fields more");
    }
  }

  private static String value(String text) {
    return SafeText.forTerminal(text);
  }

  private static String stored(DiffReport.Entry entry) {
    String how = entry.stored().map(DiffText::prefix).orElse("a prefix that is no API server's");
    boolean isPlain = entry.stored().filter(EncryptionPrefix.NONE::equals).isPresent();
    return SafeText.forTerminal(entry.key()) + (isPlain ? ", " : ", under ") + how;
  }

  private static String prefix(EncryptionPrefix prefix) {
    return prefix.text().isEmpty() ? "plaintext" : SafeText.forTerminal(prefix.text());
  }

  private static <T> void list(PrintWriter out, long count, List<T> entries, Consumer<T> line) {
    entries.stream().limit(LISTED).forEach(line);
    if (count > LISTED) {
      out.println("          and " + Quantity.count(count - LISTED) + " more: -o json");
    }
  }
}
