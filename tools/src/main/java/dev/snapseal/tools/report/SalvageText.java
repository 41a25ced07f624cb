package dev.snapseal.tools.report;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.salvage.Losses.LostPage;
import dev.snapseal.snapshot.salvage.Losses.MendedCount;
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
            .formatted(SafeText.output(path), Quantity.count(report.output().sizeBytes())));
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
    if (report.isComplete()) {
      out.println("missing   nothing");
    } else {
      missing();
    }
    made();
    wrong();
    list("differ    ", report.conflicts(), report.conflictCount(), SalvageText::conflict);
    new SalvageWords(report)
        .restore(path)
        .ifPresent(command -> out.println("restore   " + SafeText.forTerminal(command)));
  }

  private String proof() {
    return report.input().trailer() == FileDigest.Trailer.ABSENT
        ? "values are as the source has them: it has no trailer that proves them"
        : "values are as the source has them: its trailer does not prove them";
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
    if (missing.isLastCommit()) {
      out.println(
          "missing   perhaps the last commit: "
              + (missing.metaPages().isEmpty()
                  ? "records behind the last of the tree are on other pages"
                  : "the damaged meta page may have named it"));
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
    if (report.isCompactedRevisionMissing()) {
      out.println(
          "missing   the record of revision %d, which the file is compacted to"
              .formatted(report.revisions().compacted()));
    }
    for (SalvagedBucket bucket : report.missingBuckets()) {
      out.println(
          "missing   bucket %s: %s"
              .formatted(bucket.bucket().bucketName(), SalvageWords.meaning(bucket)));
    }
  }

  /// What was amiss and cost nothing.
  private void wrong() {
    if (report.source().isPageSizeTried()) {
      out.println("wrong     both meta pages are damaged: " + withoutMetas());
    }
    list("wrong     ", report.mended().counts(), report.mended().countCount(), SalvageText::count);
    list("wrong     ", report.mended().names(), report.mended().names().size(), SalvageText::name);
    lines("wrong     ", report.missing().metaPages(), report.missing().metaPages().size());
    if (report.input().trailer() == FileDigest.Trailer.INVALID) {
      out.println("wrong     the trailer is invalid: bytes of the source were changed");
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
  }

  private String withoutMetas() {
    if (report.source().rootPage() == 0) {
      return "nothing names the buckets";
    }
    return "page "
        + report.source().rootPage()
        + (report.isComplete()
            ? " is the newest root that was found, and it lacks nothing"
            : " is the newest root that was found, perhaps not the last");
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

  private static String count(MendedCount count) {
    return "page %d of %s: its header says %s, it has %d; all were taken"
        .formatted(
            count.pageId(),
            count.bucket().map(bucket -> "bucket " + bucket.bucketName()).orElse("the root"),
            Quantity.count(count.said(), "element"),
            count.count());
  }

  private static String name(SalvageReport.RenamedBucket bucket) {
    return "bucket %s on page %d: one bit of its name or flags is wrong; taken as %s"
        .formatted(bucket.name(), bucket.page(), bucket.bucket().bucketName());
  }

  private static String why(PageLoss why) {
    return switch (why) {
      case ZEROES -> "all zeroes";
      case NO_PAGE -> "no page is there";
      case OUTSIDE -> "not in the file";
      case OTHER_PAGE -> "another page is there";
      case TWICE -> "used in two places";
      case TOO_DEEP -> "the tree is too deep";
      case COUNT -> "its number of elements is wrong, more may have been there";
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
