package dev.snapseal.tools.report;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.StateCount;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Predicate;

/// The table of an audit's text: what the policy asks for and what is encrypted, a row each; all
/// other plaintext in one row.
///
/// @param rows the first of those shown one by one
/// @param hidden how many more of them there are
/// @param others the rest
record AuditStateTable(List<StateCount> rows, int hidden, List<StateCount> others) {
  private static final int MAX_ROWS = 14;
  private static final int PREFIX_WIDTH = 60;

  static AuditStateTable of(AuditReport report) {
    Predicate<StateCount> isShown = state -> !state.isPlaintext() || isOfPolicy(report, state);
    List<StateCount> shown = report.byState().stream().filter(isShown).toList();
    List<StateCount> others = report.byState().stream().filter(isShown.negate()).toList();
    int rows = Math.min(shown.size(), MAX_ROWS);
    return new AuditStateTable(shown.subList(0, rows), shown.size() - rows, others);
  }

  void print(PrintWriter out, int columns) {
    TextTable table =
        new TextTable("RESOURCE", "STORED AS", ">LIVE", ">SUPERSEDED", ">FREE", ">BYTES");
    rows.forEach(state -> addRow(table, state));
    if (!others.isEmpty()) {
      addOthers(table);
    }
    table.print(out, columns);
    if (hidden > 0) {
      out.println("... and " + Quantity.count(hidden, "more row") + ": -o json shows all");
    }
  }

  private static boolean isOfPolicy(AuditReport report, StateCount state) {
    return state
        .resource()
        .filter(name -> report.policy().includes(new GroupResource(state.group(), name)))
        .isPresent();
  }

  private static void addRow(TextTable table, StateCount state) {
    table.row(
        clipped(state.groupResource().orElse("(not Kubernetes)")),
        clipped(state.prefix().orElse("plaintext")),
        Quantity.count(state.live()),
        Quantity.count(state.superseded()),
        Quantity.count(state.free()),
        Quantity.bytes(state.bytes()));
  }

  private void addOthers(TextTable table) {
    table.row(
        Quantity.count(others.size(), "other resource"),
        "plaintext",
        Quantity.count(others.stream().mapToLong(StateCount::live).sum()),
        Quantity.count(others.stream().mapToLong(StateCount::superseded).sum()),
        Quantity.count(others.stream().mapToLong(StateCount::free).sum()),
        Quantity.bytes(others.stream().mapToLong(StateCount::bytes).sum()));
  }

  private static String clipped(String text) {
    return text.length() <= PREFIX_WIDTH ? text : text.substring(0, PREFIX_WIDTH - 3) + "...";
  }
}
