package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.report.html.DataTable;
import dev.snapseal.tools.report.html.DataTable.Header;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables of an audit's report.
final class AuditTables {
  private static final int MAX_STATES = 200;

  private AuditTables() {}

  static List<DataTable> of(AuditReport report) {
    return Stream.of(findings(report), states(report))
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private static DataTable findings(AuditReport report) {
    List<Header> headers = new ArrayList<>();
    boolean namesFile = report.inputs().size() > 1;
    if (namesFile) {
      headers.add(Header.name("File"));
    }
    headers.addAll(
        List.of(
            Header.mark("Rule"),
            Header.mark("Severity"),
            Header.name("Key or object"),
            Header.number("Revision"),
            Header.mark("Scope"),
            Header.number("Page"),
            Header.number("Offset"),
            Header.text("Stored as"),
            Header.text("What")));
    List<AuditFinding> shown = shared(report.findings());
    long all = report.findingCounts().values().stream().mapToLong(Long::longValue).sum();
    return new DataTable(
        "Findings",
        headers,
        shown.stream().map(finding -> row(finding, namesFile)).toList(),
        all - shown.size(),
        "-o json lists up to ten thousand of each rule.");
  }

  /// Some of every rule, if not all fit.
  private static List<AuditFinding> shared(List<AuditFinding> findings) {
    Map<AuditRule, List<AuditFinding>> byRule = new EnumMap<>(AuditRule.class);
    findings.forEach(
        finding -> byRule.computeIfAbsent(finding.rule(), _ -> new ArrayList<>()).add(finding));
    return FairShares.of(List.copyOf(byRule.values()), DataTable.MAX_ROWS).stream()
        .flatMap(List::stream)
        .sorted(AuditTables::order)
        .toList();
  }

  /// The gravest first; otherwise as they came.
  private static int order(AuditFinding a, AuditFinding b) {
    int order = a.severity().compareTo(b.severity());
    return order == 0 ? a.rule().compareTo(b.rule()) : order;
  }

  private static List<String> row(AuditFinding finding, boolean namesFile) {
    List<String> cells = new ArrayList<>();
    if (namesFile) {
      cells.add(finding.path());
    }
    AuditFinding.Value value = finding.value();
    cells.add(finding.rule().id());
    cells.add(finding.severity().jsonName());
    cells.add(value.key().orElseGet(() -> object(value)));
    cells.add(number(value.revision()));
    cells.add(value.scope().map(Scope::jsonName).orElse(""));
    cells.add(number(finding.place().page()));
    cells.add(number(finding.place().offset()));
    cells.add(stored(finding.storage()));
    cells.add(finding.message());
    return cells;
  }

  /// Such as `secrets prod/db`; of each part only what is known, and empty if nothing is.
  static String object(AuditFinding.Value value) {
    String name =
        Stream.of(value.namespace(), value.objectName())
            .flatMap(Optional::stream)
            .collect(Collectors.joining("/"));
    return Stream.of(value.kubectlName().orElse(""), name)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /// Such as `aescbc key1`, or `plaintext`.
  static String stored(AuditFinding.Storage storage) {
    String provider = storage.provider().orElse("");
    return storage
        .keyName()
        .map(name -> provider + " " + name)
        .orElse(provider.equals("identity") ? "plaintext" : provider);
  }

  private static String number(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }

  private static DataTable states(AuditReport report) {
    List<StateCount> states = report.byState();
    int shown = Math.min(MAX_STATES, states.size());
    return new DataTable(
        "Values by resource and key",
        List.of(
            Header.name("Resource"),
            Header.name("Stored as"),
            Header.number("Live"),
            Header.number("Superseded"),
            Header.number("Free"),
            Header.number("Bytes")),
        states.subList(0, shown).stream().map(AuditTables::row).toList(),
        states.size() - shown,
        "-o json lists all.");
  }

  private static List<String> row(StateCount state) {
    return List.of(
        state.groupResource().orElse("(not Kubernetes)"),
        state.prefix().orElse("plaintext"),
        Quantity.count(state.live()),
        Quantity.count(state.superseded()),
        Quantity.count(state.free()),
        Quantity.count(state.bytes()));
  }
}
