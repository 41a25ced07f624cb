package dev.snapseal.tools.report;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.salvage.Losses.LostPage;
import dev.snapseal.snapshot.salvage.Losses.RevisionConflict;
import dev.snapseal.snapshot.salvage.Losses.RevisionGap;
import dev.snapseal.snapshot.salvage.PageLoss;
import dev.snapseal.snapshot.salvage.SalvagedBucket;
import dev.snapseal.tools.salvage.SalvageReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A salvage for people.
public final class SalvageText {
  /// Of each kind of loss; JSON has more.
  private static final int SHOWN = 10;

  private static final String INDENT = "          ";

  private final PrintWriter out;
  private final SalvageReport report;

  private SalvageText(PrintWriter out, SalvageReport report) {
    this.out = out;
    this.report = report;
  }

  /// Writes what was saved, and then what is missing.
  ///
  /// @param path of the new snapshot
  public static void write(PrintWriter out, String path, SalvageReport report) {
    new SalvageText(out, report).write(path);
    out.flush();
  }

  private void write(String path) {
    source();
    out.println(
        "wrote     %s: %s bytes"
            .formatted(
                path.equals("-") ? "standard output" : SafeText.forTerminal(path),
                Quantity.count(report.output().sizeBytes())));
    out.println("sha256    " + report.output().sha256());
    records();
    buckets();
    out.println(
        "verified  "
            + Quantity.count(report.verifiedElements(), "element")
            + " read back and compared, every page checked");
    if (!report.areValuesProven()) {
      out.println(INDENT + proof());
    }
    if (report.isWhole()) {
      out.println("missing   nothing");
    } else {
      missing();
    }
    wrong();
    list("differ    ", report.conflicts(), report.conflictCount(), SalvageText::conflict);
    new SalvageWords(report)
        .restore(path)
        .ifPresent(command -> out.println("restore   " + SafeText.forTerminal(command)));
  }

  private String proof() {
    return report.input().trailer() == FileDigest.Trailer.ABSENT
        ? "against the source alone: without a SHA-256 behind it a changed value looks like any"
            + " other"
        : "against the source alone: its SHA-256 is wrong, and which value changed cannot be told";
  }

  private void source() {
    SalvageReport.Source source = report.source();
    out.println(
        "source    %s: %s pages of %d bytes%s"
            .formatted(
                SafeText.forTerminal(report.input().path()),
                Quantity.count(source.pages()),
                source.pageSize(),
                source.isPageSizeTried() ? ", as page headers have it" : ""));
    String root =
        switch (source.root()) {
          case META -> "page " + source.rootPage() + ", by the meta page";
          case OLDER_META -> "page " + source.rootPage() + ", by the older meta page";
          case IMAGE -> "page " + source.rootPage() + ", the newest that is left of the root";
          case NONE -> "none is left; records and rows are told by their form";
        };
    out.println("root      " + root);
  }

  private void records() {
    out.println(
        "records   %s reached, %s orphaned, %s free; %s written"
            .formatted(
                Quantity.count(report.records().reached()),
                Quantity.count(report.records().orphaned()),
                Quantity.count(report.records().free()),
                Quantity.count(report.records().written())));
    if (report.records().written() > 0) {
      out.println(
          INDENT
              + "revisions %d to %d%s"
                  .formatted(report.revisions().first(), report.revisions().last(), compacted()));
    }
  }

  private String compacted() {
    if (report.revisions().compacted() == 0) {
      return "";
    }
    return ", compacted to "
        + report.revisions().compacted()
        + (report.revisions().compactionIsKnown() ? "" : ", from where on none is missing");
  }

  private void buckets() {
    String rows =
        report.buckets().stream()
            .filter(bucket -> bucket.bucket() != EtcdBucket.KEY && bucket.rows() > 0)
            .map(bucket -> bucket.bucket().bucketName() + " " + Quantity.count(bucket.rows()))
            .collect(Collectors.joining(", "));
    out.println("rows      " + (rows.isEmpty() ? "none" : rows));
  }

  private void missing() {
    SalvageReport.Missing missing = report.missing();
    if (report.source().isPageSizeTried()) {
      out.println("missing   both meta pages: nothing proves that this root is the newest");
      if (report.isComplete()) {
        out.println(INDENT + "nothing else: all that it leads to is there, and nothing newer is");
      }
    }
    list("missing   ", missing.pages(), missing.pageCount(), SalvageText::page);
    if (missing.pagesBehindEnd() > 0) {
      out.println(
          "missing   "
              + Quantity.count(missing.pagesBehindEnd(), "page")
              + " behind the end of the file");
    }
    list("missing   ", missing.records(), missing.recordCount(), SalvageText::record);
    if (missing.elements() > 0) {
      out.println(
          "missing   "
              + Quantity.count(missing.elements(), "element")
              + " of which not even the key can be read");
    }
    list("missing   ", missing.revisions(), missing.revisions().size(), SalvageText::gap);
    made();
  }

  /// What was amiss and cost nothing.
  private void wrong() {
    lines("wrong     ", report.missing().metaPages(), report.missing().metaPages().size());
    if (report.input().trailer() == FileDigest.Trailer.INVALID) {
      out.println("wrong     the SHA-256 behind the source is not that of its bytes");
    }
    if (report.source().otherBuckets() > 0) {
      out.println(
          "left out  " + Quantity.count(report.source().otherBuckets(), "bucket") + " not etcd's");
    }
  }

  private void made() {
    String made =
        report.buckets().stream()
            .filter(bucket -> bucket.source() == SalvagedBucket.Source.MADE)
            .map(bucket -> bucket.bucket().bucketName())
            .collect(Collectors.joining(", "));
    if (!made.isEmpty()) {
      out.println("made      buckets " + made);
    }
    boolean isAuthLost =
        report.buckets().stream()
            .anyMatch(
                bucket ->
                    bucket.bucket() == EtcdBucket.AUTH
                        && bucket.source() == SalvagedBucket.Source.MADE);
    if (isAuthLost) {
      out.println(INDENT + "authentication is off, whatever it was before");
    }
  }

  private <T> void list(String label, List<T> items, long count, Function<T, String> line) {
    lines(label, items.stream().limit(SHOWN).map(line).toList(), count);
  }

  private void lines(String label, List<String> lines, long count) {
    lines.forEach(line -> out.println(label + SafeText.forTerminal(line)));
    if (count > lines.size()) {
      out.println(INDENT + "and " + Quantity.count(count - lines.size()) + " more: -o json");
    }
  }

  private static String page(LostPage page) {
    return "page %s of %s: %s"
        .formatted(
            Long.toUnsignedString(page.pageId()),
            page.bucket().map(bucket -> "bucket " + bucket.bucketName()).orElse("the root"),
            why(page.why()));
  }

  private static String why(PageLoss why) {
    return switch (why) {
      case ZEROES -> "all zeroes";
      case NO_PAGE -> "no page is there";
      case OUTSIDE -> "not in the file";
      case OTHER_PAGE -> "another page is there";
      case TWICE -> "used in two places";
      case TOO_DEEP -> "the tree is too deep";
      case NO_BUCKETS -> "it does not name the buckets";
    };
  }

  private static String record(SalvageReport.LostRecord record) {
    return "revision %d/%d %s %s%s"
        .formatted(
            record.main(),
            record.sub(),
            record.isTombstone() ? "deletes" : "of",
            record.key().isEmpty() ? "an unknown key" : record.key(),
            record.isNewest() ? ": the newest of its key" : "");
  }

  private static String gap(RevisionGap gap) {
    return gap.first() == gap.last()
        ? "records of revision " + gap.first()
        : "records of revisions " + gap.first() + " to " + gap.last();
  }

  private static String conflict(RevisionConflict conflict) {
    return "revision %d/%d: taken from offset 0x%x, another is at 0x%x"
        .formatted(conflict.main(), conflict.sub(), conflict.keptOffset(), conflict.otherOffset());
  }
}
