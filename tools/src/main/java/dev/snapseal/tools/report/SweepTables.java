package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.report.html.DataTable;
import dev.snapseal.tools.report.html.DataTable.Header;
import dev.snapseal.tools.sweep.Hit;
import dev.snapseal.tools.sweep.SweepReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The tables of a sweep's report.
final class SweepTables {
  private SweepTables() {}

  static List<DataTable> of(SweepReport report) {
    return Stream.of(hits(report), encrypted(report))
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private static DataTable hits(SweepReport report) {
    boolean namesFile = report.files().size() > 1;
    List<Header> headers = new ArrayList<>();
    headers.add(Header.text("What"));
    headers.add(Header.name("Object"));
    headers.add(Header.mark("Scope"));
    if (namesFile) {
      headers.add(Header.name("File"));
    }
    headers.addAll(List.of(Header.place("Offset"), Header.number("Page"), Header.mark("Rule")));
    List<List<String>> rows = shared(report.hits()).map(hit -> row(hit, namesFile)).toList();
    return new DataTable(
        "Hits",
        headers,
        rows,
        report.hitCount() - rows.size(),
        "-o json lists up to ten thousand of each detector.");
  }

  /// The gravest first, each sort in the order of reading; some of every sort, if not all fit.
  private static Stream<Hit> shared(List<Hit> hits) {
    Map<ReadableSort, List<Hit>> bySort = new EnumMap<>(ReadableSort.class);
    hits.forEach(
        hit -> bySort.computeIfAbsent(ReadableSort.of(hit), _ -> new ArrayList<>()).add(hit));
    return FairShares.of(List.copyOf(bySort.values()), DataTable.MAX_ROWS).stream()
        .flatMap(List::stream);
  }

  private static List<String> row(Hit hit, boolean namesFile) {
    List<String> cells = new ArrayList<>();
    cells.add(hit.preview());
    cells.add(object(hit));
    cells.add(hit.scope().jsonName());
    if (namesFile) {
      cells.add(hit.path());
    }
    cells.add(hit.forensicPath());
    cells.add(hit.page().isPresent() ? Long.toString(hit.page().getAsLong()) : "");
    cells.add(hit.rule().map(AuditRule::id).orElse(""));
    return cells;
  }

  /// What a hit is part of, such as `secrets prod/db`; empty if that is not known.
  static String object(Hit hit) {
    return hit.object().objectName().isPresent() ? hit.object().title() : "";
  }

  private static DataTable encrypted(SweepReport report) {
    List<List<String>> rows = new ArrayList<>();
    report.encrypted().entrySet().stream()
        .limit(DataTable.MAX_ROWS)
        .forEach(entry -> rows.add(List.of(entry.getKey(), Quantity.count(entry.getValue()))));
    return new DataTable(
        "Encrypted values, wherever they are",
        List.of(Header.name("Prefix"), Header.number("Values")),
        rows,
        report.encrypted().size() - rows.size(),
        "-o json lists all.");
  }
}
