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
import java.util.function.Predicate;
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
  private static final String BACKUP = "backup";
  private static final String NOT_OPENED = "values not opened";

  List<Remedy> all() {
    List<Remedy> remedies = new ArrayList<>();
    rotate().ifPresent(remedies::add);
    destroy().ifPresent(remedies::add);
    open().ifPresent(remedies::add);
    openAll().ifPresent(remedies::add);
    addLogs().ifPresent(remedies::add);
    repair().ifPresent(remedies::add);
    look().ifPresent(remedies::add);
    return remedies;
  }

  private Optional<Remedy> rotate() {
    return remedy(
        Tone.ALARM,
        "still to be rotated",
        summary.due(),
        "object",
        "Their newest values: " + String.join("; ", due()) + ".",
        "Make new credentials, replace these objects, and revoke the old ones where they are"
            + " checked. Those whose object is deleted need only be revoked. Their keys, and those"
            + " of which it is not known:",
        Optional.of(
            exposed()
                + " -o json | jq -r '.exposed[] | select(.stillToBeRotated != false) | .key'"));
  }

  /// How many there are of each sort, the gravest first.
  private List<String> due() {
    List<String> parts = new ArrayList<>();
    add(parts, ShownExposures.Urgency.READABLE, "readable now");
    add(parts, ShownExposures.Urgency.UNDER_PUBLISHED_KEY, "under a key that is published");
    add(
        parts,
        ShownExposures.Urgency.SAME_DATA,
        "encrypted, with the same data as one that was readable");
    add(
        parts,
        ShownExposures.Urgency.SAME_IN_PART,
        "encrypted, with some of the data of one that was readable");
    add(
        parts,
        ShownExposures.Urgency.ELSEWHERE,
        "with a readable value that stands in another object now");
    add(
        parts,
        ShownExposures.Urgency.SAME_USER_NAME,
        "encrypted, with only the user name of one that was readable");
    return parts;
  }

  private void add(List<String> parts, ShownExposures.Urgency urgency, String what) {
    if (shown.count(urgency) > 0) {
      parts.add(Quantity.count(shown.count(urgency)) + " " + what);
    }
  }

  private Optional<Remedy> destroy() {
    List<Evidence> readable =
        summary.exposed() == 0 ? List.of() : evidences.stream().filter(this::isReadable).toList();
    return remedy(
        Tone.ALARM,
        "readable backups",
        readable.size(),
        BACKUP,
        "These hold values in the clear: " + named(readable) + ".",
        "When they are needed as evidence no more, destroy them and every copy of them; to keep"
            + " what is in them, write it anew, encrypted, and then destroy them:",
        first(readable)
            .map(
                file ->
                    "snapseal encrypt "
                        + file
                        + " --config encryption-config.yaml --output sealed.db"));
  }

  private boolean isReadable(Evidence evidence) {
    return shown.isSeenIn(evidence.number())
        || CasePictures.states(evidence, policy).anyMatch(StateCount::isPlaintext);
  }

  private Optional<Remedy> open() {
    String command = MissingKeyLines.of(evidences).command(folder, "");
    boolean isSaidBelow = openAll().flatMap(Remedy::command).equals(Optional.of(command));
    return remedy(
        Tone.CAUTION,
        "not known if rotated",
        summary.unknown(),
        "object",
        "The newest value is encrypted and was not opened, or cannot be compared with what was"
            + " readable.",
        "Treat them as still to be rotated. With the keys, adding the same backups again can tell"
            + (isSaidBelow ? " more: see \u201C" + NOT_OPENED + "\u201D below." : " more:"),
        Optional.of(command).filter(_ -> !isSaidBelow));
  }

  private Optional<Remedy> openAll() {
    List<Evidence> unopened =
        evidences.stream().filter(evidence -> evidence.gaps().unopened() > 0).toList();
    MissingKeyLines missing = MissingKeyLines.of(unopened);
    return remedy(
        Tone.CAUTION,
        NOT_OPENED,
        unopened.size(),
        BACKUP,
        "The keys that were given do not open every value of " + named(unopened) + ".",
        missing.lines(),
        "Add the same backups to the case again, with the configurations that have these keys; for"
            + " keys of a KMS plugin, with --kms. What is known stays:",
        Optional.of(missing.command(folder, "")));
  }

  /// A log that nobody has read is no damage.
  private Optional<Remedy> addLogs() {
    List<Evidence> alone = evidences(gaps -> gaps.unreadBeside() > 0);
    return remedy(
        Tone.CAUTION,
        "write-ahead log not read",
        alone.size(),
        BACKUP,
        "Of these the database alone was read, and not the log beside it, which holds values too: "
            + named(alone)
            + ".",
        "Add the data directory, unpacked, to the case:",
        alone.stream()
            .flatMap(evidence -> EvidenceFiles.addLog(evidence, folder).stream())
            .findFirst());
  }

  private Optional<Remedy> repair() {
    List<Evidence> damaged = evidences(Evidence.Gaps::isDamage);
    return remedy(
        Tone.CAUTION,
        "damaged backups",
        damaged.size(),
        BACKUP,
        "A part could not be read: " + named(damaged) + ".",
        "Look what is damaged, and whether another copy of the backup is whole:",
        first(damaged).map(file -> "snapseal check --values " + file));
  }

  private Optional<Remedy> look() {
    List<Evidence> unnamed =
        evidences(gaps -> !gaps.withoutBeside().isNoneOf(policy) && !gaps.isDamage());
    return remedy(
        Tone.CAUTION,
        "records without a usable name",
        unnamed.size(),
        BACKUP,
        "These hold plaintext that does not say which object it is, or keys too long for the case: "
            + named(unnamed)
            + ".",
        "Look at them one by one:",
        first(unnamed).map(file -> "snapseal audit " + file));
  }

  private List<Evidence> evidences(Predicate<Evidence.Gaps> which) {
    return evidences.stream().filter(evidence -> which.test(evidence.gaps())).toList();
  }

  /// The first database among them, as a shell takes it.
  private static Optional<String> first(List<Evidence> evidences) {
    return evidences.stream()
        .flatMap(evidence -> EvidenceFiles.database(evidence).stream())
        .findFirst();
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
            .map(evidence -> "backup %d (%s)".formatted(evidence.number(), evidence.input().path()))
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
      Optional<String> command) {
    return remedy(tone, title, count, noun, meaning, List.of(), action, command);
  }

  private static Optional<Remedy> remedy(
      Tone tone,
      String title,
      long count,
      String noun,
      String meaning,
      List<String> details,
      String action,
      Optional<String> command) {
    String severity = tone == Tone.ALARM ? "error" : "warning";
    return count == 0
        ? Optional.empty()
        : Optional.of(
            new Remedy(tone, "", title, severity, count, noun, meaning, details, action, command));
  }
}
