package dev.snapseal.tools.report;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.ExposureSummary;
import dev.snapseal.tools.report.html.HtmlReport.Remedy;
import dev.snapseal.tools.report.html.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What to do about a case, the most urgent first.
///
/// @param folder of the case, as a shell takes it
record CaseRemedies(
    List<Evidence> evidences,
    ResourcePolicy policy,
    ShownExposures shown,
    ExposureSummary summary,
    String folder) {
  private static final int MAX_NAMED = 8;
  private static final String EVIDENCE = "evidence";

  List<Remedy> all() {
    List<Remedy> remedies = new ArrayList<>();
    rotate().ifPresent(remedies::add);
    destroy().ifPresent(remedies::add);
    open().ifPresent(remedies::add);
    openAll().ifPresent(remedies::add);
    complete().ifPresent(remedies::add);
    return remedies;
  }

  private Optional<Remedy> rotate() {
    return remedy(
        Tone.ALARM,
        "still to be rotated",
        summary.due(),
        "object",
        "The newest value is readable, or holds the same data as one that is.",
        "Make new credentials, replace these objects, and revoke the old ones where they are"
            + " checked. Those whose object is deleted need only be revoked. Their keys:",
        exposed() + " -o json | jq -r '.exposed[] | select(.stillToBeRotated) | .key'");
  }

  private Optional<Remedy> destroy() {
    List<Evidence> readable =
        summary.exposed() == 0 ? List.of() : evidences.stream().filter(this::isReadable).toList();
    return remedy(
        Tone.ALARM,
        "readable evidence",
        readable.size(),
        EVIDENCE,
        "These hold values in the clear: " + named(readable) + ".",
        "When they are needed as evidence no more, destroy them and every copy of them; to keep"
            + " what is in them, write it anew, encrypted, and then destroy them:",
        "snapseal encrypt BACKUP --config encryption-config.yaml --output sealed.db");
  }

  private boolean isReadable(Evidence evidence) {
    return shown.isSeenIn(evidence.number())
        || CasePictures.states(evidence, policy).anyMatch(StateCount::isPlaintext);
  }

  private Optional<Remedy> open() {
    return remedy(
        Tone.CAUTION,
        "not known if rotated",
        summary.unknown(),
        "object",
        "The newest value is encrypted and was not opened, or cannot be compared with what was"
            + " readable.",
        "Treat them as still to be rotated. With the keys, adding the same backups again can tell"
            + " more:",
        missing().command(folder));
  }

  private Optional<Remedy> openAll() {
    List<Evidence> unopened =
        evidences.stream().filter(evidence -> evidence.gaps().unopened() > 0).toList();
    return remedy(
        Tone.CAUTION,
        "values not opened",
        unopened.size(),
        EVIDENCE,
        "The keys that were given do not open every value of "
            + named(unopened)
            + ". "
            + String.join("; ", missing().lines())
            + ".",
        "Add the same backups to the case again, with the configurations that have these keys; for"
            + " keys of a KMS plugin, with --kms. What is known stays:",
        missing().command(folder));
  }

  private MissingKeyLines missing() {
    return MissingKeyLines.of(evidences);
  }

  private Optional<Remedy> complete() {
    List<Evidence> incomplete =
        evidences.stream().filter(evidence -> !evidence.gaps().isNoneOf(policy)).toList();
    return remedy(
        Tone.CAUTION,
        "incomplete evidence",
        incomplete.size(),
        EVIDENCE,
        "A part could not be read: " + named(incomplete) + ".",
        "Look what is damaged, and whether another copy of the backup is whole:",
        "snapseal check --values BACKUP");
  }

  private String exposed() {
    return "snapseal case "
        + folder
        + " exposed"
        + (policy.equals(ResourcePolicy.SECRETS) ? "" : " --policy " + resources());
  }

  private String resources() {
    return ShellWord.of(
        policy.resources().stream().map(GroupResource::toString).collect(Collectors.joining(",")));
  }

  private static String named(List<Evidence> evidences) {
    String first =
        evidences.stream()
            .limit(MAX_NAMED)
            .map(evidence -> "no. %d (%s)".formatted(evidence.number(), evidence.input().path()))
            .collect(Collectors.joining(", "));
    int more = evidences.size() - MAX_NAMED;
    return more > 0 ? first + " and " + Quantity.count(more) + " more" : first;
  }

  private static Optional<Remedy> remedy(
      Tone tone,
      String title,
      long count,
      String noun,
      String meaning,
      String action,
      String command) {
    String severity = tone == Tone.ALARM ? "error" : "warning";
    return count == 0
        ? Optional.empty()
        : Optional.of(
            new Remedy(
                tone, "", title, severity, count, noun, meaning, action, Optional.of(command)));
  }
}
