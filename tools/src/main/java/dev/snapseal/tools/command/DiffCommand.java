package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.diff.BackupDiff;
import dev.snapseal.tools.diff.DiffReport;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.DiffJson;
import dev.snapseal.tools.report.DiffText;
import dev.snapseal.tools.state.NoSuchRevisionException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal diff`.
final class DiffCommand implements Callable<Integer> {
  private final CommandIo io;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions output = new OutputOptions();
  private final PositionalParamSpec before =
      Declaration.parameter(0, "BEFORE", BackupInputs.FILE_HELP);
  private final PositionalParamSpec after =
      PositionalParamSpec.builder()
          .index("1")
          .arity("0..1")
          .type(String.class)
          .paramLabel("AFTER")
          .description("The same, later. Default: BEFORE, at another revision.")
          .build();
  private final OptionSpec revisionBefore =
      Declaration.value(Long.class, "N", "--revision-a")
          .description("The state of BEFORE at this revision of etcd. Default: the newest.")
          .build();
  private final OptionSpec revisionAfter =
      Declaration.value(Long.class, "N", "--revision-b")
          .description("The state of AFTER at this revision of etcd. Default: the newest.")
          .build();

  DiffCommand(CommandIo io) {
    this.io = io;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command("diff", this, "Compare what two backups hold, under whatever keys.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal diff monday.db tuesday.db --config encryption-config.yaml",
            "  snapseal diff before.db rekeyed.db --config old.yaml --config new.yaml",
            "  snapseal diff db.snapshot --revision-a 4711",
            "  snapseal diff monday.db tuesday.db -o json | jq '.changed[].key'",
            "",
            "Values of Secrets, of what is encrypted and of environment variables are",
            "never shown.",
            "A new value in plaintext lost protection if BEFORE has its resource encrypted.",
            "Exit codes: 0 the same content, also if re-encrypted; 1 a difference, or a",
            "value that was encrypted is plaintext; 3 some values are no API server's,",
            "5 some could not be compared for lack of a key.");
    spec.addPositional(before).addPositional(after);
    spec.addOption(revisionBefore).addOption(revisionAfter);
    output.addTo(spec);
    keyOptions.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    checkUsage();
    try (BackupInputs first = BackupInputs.openOne(before(), identityOptions, io);
        BackupInputs second = BackupInputs.openOne(after(), identityOptions, io)) {
      DiffReport report = compare(first, second);
      first.verifyUnchanged();
      second.verifyUnchanged();
      switch (output.format()) {
        case text -> DiffText.write(io.out(), report);
        case json -> DiffJson.write(io.out(), startedAt, report);
      }
      hintAtKeys(report);
      return exitCode(report).number();
    } catch (NoSuchRevisionException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), "a revision it has: " + e.nearest());
    }
  }

  private void checkUsage() throws CommandFailure {
    boolean isOne = after.getValue() == null;
    if (isOne && revisionBefore.getValue() == null && revisionAfter.getValue() == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is one file and one revision: nothing to compare",
          "with another file: snapseal diff " + ShellWord.of(before()) + " AFTER",
          "with an earlier state: snapseal diff " + ShellWord.of(before()) + " --revision-a N");
    }
    if (before().equals(BackupInput.STANDARD_INPUT) && after().equals(BackupInput.STANDARD_INPUT)) {
      throw new CommandFailure(
          ExitCode.USAGE, "standard input (-) can be only one of the files", "name the other");
    }
  }

  private DiffReport compare(BackupInputs first, BackupInputs second) throws Exception {
    BackupDiff.Side one = new BackupDiff.Side(first.single(), revision(revisionBefore));
    BackupDiff.Side other = new BackupDiff.Side(second.single(), revision(revisionAfter));
    Optional<ConfiguredKeys> keys = keyOptions.open(io, List.of(one.image(), other.image()));
    try (Progress progress =
        progressOptions.start(
            io, "comparing " + before(), (first.totalBytes() + second.totalBytes()) * 2)) {
      return BackupDiff.run(one, other, keys.map(ConfiguredKeys::ring), progress::advance);
    } finally {
      keys.ifPresent(ConfiguredKeys::close);
    }
  }

  private void hintAtKeys(DiffReport report) {
    if (report.lackingKey() > 0) {
      String files = ShellWord.of(before()) + " " + ShellWord.of(after());
      String given = keyOptions.shellWords();
      io.err()
          .println(
              given.isEmpty()
                  ? "hint:  with the keys of both: snapseal diff %s --config FILE".formatted(files)
                  : "hint:  one more configuration: snapseal diff %s%s --config FILE"
                      .formatted(files, given));
      io.err().flush();
    }
  }

  private static OptionalLong revision(OptionSpec option) throws CommandFailure {
    Long revision = option.getValue();
    if (revision == null) {
      return OptionalLong.empty();
    }
    if (revision < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, option.longestName() + " " + revision + ": must be 1 or more");
    }
    return OptionalLong.of(revision);
  }

  private static ExitCode exitCode(DiffReport report) {
    ExitCode code = report.isSame() ? ExitCode.DONE : ExitCode.FOUND;
    if (report.counts().undecided() > report.lackingKey() || report.malformed() > 0) {
      code = code.or(ExitCode.PARTIAL);
    }
    return report.lackingKey() > 0 ? code.or(ExitCode.KEY) : code;
  }

  private String before() {
    return before.getValue();
  }

  private String after() {
    return after.getValue() == null ? before() : after.getValue();
  }
}
