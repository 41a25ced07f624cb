package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.caseindex.CaseTimeline;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.EvidenceKeys;
import dev.snapseal.tools.caseindex.Exposure;
import dev.snapseal.tools.caseindex.ExposureSummary;
import dev.snapseal.tools.report.html.DataTable;
import dev.snapseal.tools.report.html.DataTable.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// The tables of a case's report.
final class CaseTables {
  private static final String CLUSTER = "Cluster";

  private final boolean hasClusters;

  private CaseTables(boolean hasClusters) {
    this.hasClusters = hasClusters;
  }

  /// @param timeline of all evidences; where there are several clusters, the tables name them
  static CaseTables of(CaseTimeline timeline) {
    return new CaseTables(
        timeline.epochs().stream().map(epoch -> epoch.evidence().cluster()).distinct().count() > 1);
  }

  /// What could be read, the most urgent first.
  DataTable exposed(ShownExposures shown, ExposureSummary summary) {
    List<List<String>> rows = shown.rows().stream().map(this::row).toList();
    List<Header> headers =
        List.of(
            Header.mark("Rotate"),
            Header.name("Object"),
            Header.text("Why"),
            Header.mark("Now"),
            Header.text("First readable"),
            Header.text("Last readable"));
    return new DataTable(
        "What could be read",
        withCluster(headers, Header.name(CLUSTER)),
        rows,
        summary.exposed() - rows.size(),
        "exposed -o json lists all.");
  }

  private List<String> row(Exposure exposure) {
    List<String> cells = new ArrayList<>();
    cells.add(exposure.rotation().isDue().map(due -> due ? "yes" : "no").orElse("unknown"));
    cells.add(CaseExposedText.name(exposure));
    cells.add(CaseWhy.of(exposure));
    cells.add(exposure.existence() == Exposure.Existence.DELETED ? "deleted" : "exists");
    cells.add(moment(exposure.first()));
    cells.add(last(exposure));
    return withCluster(cells, exposure.cluster().orElse("not known"));
  }

  /// Such as `revision 97 in backup 1, 2026-11-24T15:46:53Z`.
  private static String moment(Exposure.Moment moment) {
    String time = CaseText.time(moment.written());
    return "revision %s in %sbackup %d%s"
        .formatted(
            CaseText.revision(moment),
            moment.scope().isInLog() ? "the log of " : "",
            moment.evidence(),
            time.isEmpty() ? "" : ", " + time);
  }

  private static String last(Exposure exposure) {
    return moment(exposure.last())
        + exposure.unplaced().map(moment -> "; " + moment(moment)).orElse("");
  }

  /// The evidences, in the order of their newest revisions.
  DataTable evidences(CaseTimeline timeline, ResourcePolicy policy) {
    List<List<String>> rows =
        timeline.epochs().stream()
            .limit(DataTable.MAX_ROWS)
            .map(epoch -> row(epoch, policy))
            .toList();
    List<Header> headers =
        List.of(
            Header.number("No."),
            Header.name("File"),
            Header.number("Revisions"),
            Header.text("Last written"),
            Header.number("Readable, live"),
            Header.number("Superseded"),
            Header.number("Free, log"),
            Header.number("Encrypted"),
            Header.mark("Keys"),
            Header.text("Not in the case"));
    return new DataTable(
        "Backups",
        withCluster(headers, Header.name(CLUSTER)),
        rows,
        timeline.epochs().size() - rows.size(),
        "timeline -o json lists all.");
  }

  private List<String> row(CaseTimeline.Epoch epoch, ResourcePolicy policy) {
    Evidence evidence = epoch.evidence();
    List<StateCount> states = CasePictures.states(evidence, policy).toList();
    List<String> cells =
        List.of(
            Integer.toString(evidence.number()),
            evidence.input().path(),
            CaseText.revisions(evidence),
            CaseText.time(epoch.last()),
            sum(states, StateCount::isPlaintext, StateCount::live),
            sum(states, StateCount::isPlaintext, StateCount::superseded),
            sum(states, StateCount::isPlaintext, StateCount::free),
            sum(states, state -> !state.isPlaintext(), StateCount::total),
            evidence.keys().use() == EvidenceKeys.Use.GIVEN ? "given" : "none",
            missing(evidence.gaps()).orElse(""));
    return withCluster(cells, evidence.cluster().orElse("not known"));
  }

  private static String sum(
      List<StateCount> states, Predicate<StateCount> which, ToLongFunction<StateCount> count) {
    return Quantity.count(states.stream().filter(which).mapToLong(count).sum());
  }

  private static Optional<String> missing(Evidence.Gaps gaps) {
    List<String> parts = new ArrayList<>();
    add(parts, gaps.unreadParts(), "unread part");
    add(parts, gaps.malformedRecords(), "malformed record");
    add(parts, gaps.longKeys(), "overlong key");
    add(parts, gaps.unopened(), "unopened value");
    add(parts, gaps.unreadBeside(), "unread log file");
    add(parts, gaps.malformedValues(), "malformed value");
    add(parts, gaps.allNameless(), "nameless object");
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  private static void add(List<String> parts, long count, String noun) {
    if (count > 0) {
      parts.add(Quantity.count(count, noun));
    }
  }

  private <T> List<T> withCluster(List<T> cells, T cluster) {
    List<T> all = new ArrayList<>(cells);
    if (hasClusters) {
      all.add(cluster);
    }
    return all;
  }
}
