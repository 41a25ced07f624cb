package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.AuditScope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/// What every rendering for people says of an audit in the same words.
///
/// @param identities what opened the file, each behind a blank, as a shell takes it: a command that
///   names the file needs it again
record AuditWords(AuditReport report, String identities) {
  private static final List<String> PROGRAMS =
      List.of(
          "kubectl ",
          "etcdctl ",
          "snapseal ",
          "qemu-img ",
          "ewfexport ",
          "affconvert ",
          "cryptsetup ",
          "mkdir ",
          "tail ");

  /// What no remedy for the store does.
  static final String ROTATE =
      "what is listed, at its source, if anybody else may have a copy of this file: it stays"
          + " readable there";

  /// Named in a command to paste.
  private static final int RESOURCES = 8;

  /// The verdict in one sentence that begins with its word.
  String verdict() {
    String what = report.policy().toString();
    return switch (report.verdict()) {
      case READABLE -> "READABLE: " + readable(what);
      case UNREADABLE ->
          "UNREADABLE: every value of " + what + " is encrypted, in every part of the file";
      case UNDETERMINED -> "UNDETERMINED: " + undetermined(what);
    };
  }

  private String readable(String what) {
    AuditReport.Exposed exposed = report.exposed();
    String published =
        Quantity.count(exposed.published(), "value") + " of " + what + " under a published key";
    if (exposed.plaintext() == 0) {
      return published;
    }
    return "%s of %s: %s live, %s superseded, %s in free space%s"
        .formatted(
            Quantity.count(exposed.plaintext(), "plaintext value"),
            what,
            Quantity.count(exposed.live()),
            Quantity.count(exposed.superseded()),
            Quantity.count(exposed.free()),
            exposed.published() == 0 ? "" : "; and " + published);
  }

  private String undetermined(String what) {
    if (!report.failures().isEmpty()) {
      return "%s could not be read; no readable value of %s was found in the others"
          .formatted(Quantity.count(report.failures().size(), "input"), what);
    }
    if (report.unreadCount() > 0) {
      return "%s could not be followed; no readable value of %s was found in what was read"
          .formatted(Quantity.count(report.unreadCount(), "page"), what);
    }
    if (report.summary().malformed() > 0) {
      return "%s could not be judged; no readable value of %s was found"
          .formatted(Quantity.count(report.summary().malformed(), "record"), what);
    }
    if (report.unattributedBytes() > 0) {
      return "no readable value of %s was found, but text that may be a part of one"
          .formatted(what);
    }
    if (report.scope() != AuditScope.ALL) {
      return "no readable value of %s found, but not every byte was examined (--scope %s)"
          .formatted(what, report.scope().name().toLowerCase(Locale.ROOT));
    }
    if (report.completeness() == AuditOptions.Completeness.PARTS_UNREAD) {
      return "no readable value of " + what + " in what was read; see the notes on what was not";
    }
    return "there is no value of " + what + " to judge";
  }

  /// What to do about all of them, for the resources they are about and the file they are in.
  static String remedy(AuditRule rule, List<AuditFinding> found) {
    List<String> paths = found.stream().map(AuditFinding::path).distinct().toList();
    String remedy = ofOneFile(resourceRemedy(rule, found), paths);
    return found.stream()
        .flatMap(finding -> finding.value().key().stream())
        .findFirst()
        .map(key -> replaced(remedy, "KEY", ShellWord.of(key)))
        .orElse(remedy);
  }

  /// A remedy with a file's name in its command, if all is about that one and it can be named.
  static String ofOneFile(String remedy, List<String> paths) {
    boolean isOneFile = paths.size() == 1 && !paths.getFirst().contains("!");
    return isOneFile && !paths.getFirst().equals("-")
        ? replaced(replaced(remedy, "FILE", ShellWord.of(paths.getFirst())), "NEW", "compacted.db")
        : remedy;
  }

  private static String replaced(String remedy, String placeholder, String word) {
    return remedy.replaceAll("\\b" + placeholder + "\\b", Matcher.quoteReplacement(word));
  }

  private static String resourceRemedy(AuditRule rule, List<AuditFinding> found) {
    List<String> resources =
        found.stream()
            .flatMap(finding -> finding.value().kubectlName().stream())
            .distinct()
            .sorted()
            .toList();
    if (resources.isEmpty() || !rule.namesResources()) {
      return rule.remedy();
    }
    List<String> named = resources.subList(0, Math.min(RESOURCES, resources.size()));
    String remedy = rule.remedyFor(String.join(",", named));
    if (resources.size() <= RESOURCES) {
      return remedy;
    }
    // Ahead of the command, which must stay one.
    int command = commandAt(remedy);
    return "%s (and %s): %s"
        .formatted(
            remedy.substring(0, command).replaceAll(": \\z", ""),
            Quantity.count(resources.size() - RESOURCES, "more resource"),
            remedy.substring(command));
  }

  /// If not one value was opened: what the keys are, and what the values need.
  Optional<String> nothingOpened() {
    if (!report.isNothingOpened()) {
      return Optional.empty();
    }
    List<String> has = report.configured().stream().map(EncryptionPrefix::text).sorted().toList();
    return Optional.of(
        "nothing opened: is this the configuration of that cluster? It has %s; the values need %s"
            .formatted(has.isEmpty() ? "no key" : names(has), names(report.neededPrefixes())));
  }

  private static String names(List<String> prefixes) {
    String more = prefixes.size() > RESOURCES ? ", ..." : "";
    return prefixes.stream().limit(RESOURCES).collect(Collectors.joining(", ", "", more));
  }

  /// The same of this report: keys that opened nothing are not to be kept.
  String remedyOf(AuditRule rule, List<AuditFinding> found) {
    return opening(remedyOfReport(rule, found));
  }

  private String opening(String remedy) {
    int command = commandAt(remedy);
    if (report.inputs().size() != 1 || !remedy.startsWith("snapseal ", command)) {
      return remedy;
    }
    String file = " " + ShellWord.of(report.inputs().getFirst().path());
    return remedy.substring(0, command)
        + remedy.substring(command).replace(file, file + identities);
  }

  private String remedyOfReport(AuditRule rule, List<AuditFinding> found) {
    boolean isOfKeys = rule == AuditRule.KEY_NOT_CONFIGURED || rule == AuditRule.UNDECRYPTABLE;
    return isOfKeys && report.isNothingOpened()
        ? "Name the configuration of the cluster that the backup is of (--config); what the values"
            + " need, and where such keys are found: "
            + "snapseal needs "
            + (report.inputs().size() == 1
                ? ShellWord.of(report.inputs().getFirst().path())
                : "FILE")
        : remedy(rule, found);
  }

  /// Where the command begins that ends what is to be done; the text's length if none does.
  static int commandAt(String remedy) {
    int start = remedy.lastIndexOf(": ") + 2;
    boolean isCommand = PROGRAMS.stream().anyMatch(name -> remedy.startsWith(name, start));
    return start >= 2 && isCommand ? start : remedy.length();
  }
}
