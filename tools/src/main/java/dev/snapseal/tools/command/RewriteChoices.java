package dev.snapseal.tools.command;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.rewrite.RewriteOptions;
import dev.snapseal.tools.values.ValueWork;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Which values a rewrite changes, which it keeps, and how it works.
final class RewriteChoices {
  private enum HistoryChoice {
    keep,
    drop
  }

  private enum OnErrorChoice {
    stop,
    keep
  }

  private final RewriteKind kind;
  private final OptionSpec resources =
      Declaration.values("NAME", "--resources")
          .splitRegex(",")
          .description("Only values of these resources, such as secrets,deployments.apps.")
          .build();
  private final OptionSpec etcdPrefixes = Declaration.etcdPrefixes();
  private final OptionSpec history =
      Declaration.choice(HistoryChoice.class, "--history")
          .description("drop leaves only what is live, as if etcd had compacted now.")
          .build();
  private final OptionSpec revision =
      Declaration.value(Long.class, "N", "--revision")
          .description("Compact to this revision and not to the current one.")
          .build();
  private final OptionSpec onError =
      Declaration.choice(OnErrorChoice.class, "--on-error")
          .description(
              "What a value does that does not open: stop makes nothing, keep copies it as it is.")
          .build();
  private final OptionSpec allowPlaintext =
      Declaration.flag("--allow-plaintext")
          .description("Values of resources that the configuration has no rule for become plain.")
          .build();
  private final OptionSpec jobs =
      Declaration.value(Integer.class, "N", "--jobs")
          .description("Threads, at most 8; default: one for each core.")
          .build();
  private final OptionSpec dryRun =
      Declaration.flag("--dry-run")
          .description(
              "Plan, open every value with a key, say what would be written; write nothing.")
          .build();

  RewriteChoices(RewriteKind kind) {
    this.kind = kind;
  }

  void addTo(CommandSpec spec) {
    if (kind.usesKeys()) {
      spec.addOption(resources).addOption(etcdPrefixes).addOption(history).addOption(onError);
    } else {
      spec.addOption(revision);
    }
    if (kind.encrypts()) {
      spec.addOption(allowPlaintext);
    }
    spec.addOption(jobs).addOption(dryRun);
  }

  boolean isDryRun() {
    return Declaration.isGiven(dryRun);
  }

  void refuseImpossible() throws CommandFailure {
    if (jobs.getValue() != null && jobs.<Integer>getValue() < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--jobs takes 1 or more", "leave it out");
    }
  }

  /// @param keys none if this kind uses none
  RewriteOptions options(Optional<RewriteKeys> keys) throws CommandFailure {
    RewriteOptions options =
        new RewriteOptions(
            kind.goal(),
            keys.map(RewriteKeys::all).map(ConfiguredKeys::ring),
            kind.encrypts() ? keys.map(RewriteKeys::writers) : Optional.empty(),
            Declaration.resources(resources),
            kind.usesKeys() ? etcdPrefixes.<List<String>>getValue() : List.of(),
            history(),
            onError.<OnErrorChoice>getValue() == OnErrorChoice.keep
                ? RewriteOptions.OnFailure.KEEP
                : RewriteOptions.OnFailure.STOP,
            Declaration.isGiven(allowPlaintext)
                ? RewriteOptions.WithoutRule.MAKE_PLAINTEXT
                : RewriteOptions.WithoutRule.REFUSE,
            isDryRun(),
            jobs());
    ResourceNames.refuseUnknown(
        resources.longestName(),
        options.resources(),
        options.keys().map(KeyRing::ruledResources).orElse(List.of()));
    return options;
  }

  private RewriteOptions.History history() {
    return kind == RewriteKind.COMPACT || history.<HistoryChoice>getValue() == HistoryChoice.drop
        ? new RewriteOptions.History.CompactTo(Optional.ofNullable(revision.getValue()))
        : new RewriteOptions.History.Keep();
  }

  private int jobs() {
    return jobs.getValue() == null
        ? ValueWork.jobs()
        : Math.min(jobs.<Integer>getValue(), ValueWork.MAX_JOBS);
  }
}
