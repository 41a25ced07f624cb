package dev.snapseal.tools.command;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.layout.DifferenceException;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.report.RewriteJson;
import dev.snapseal.tools.report.RewriteText;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.rewrite.BackupRewrite;
import dev.snapseal.tools.rewrite.RewriteOptions;
import dev.snapseal.tools.rewrite.RewriteReport;
import dev.snapseal.tools.rewrite.UnopenedValuesException;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal encrypt`, `decrypt`, `rekey` and `compact`: one operation with different options.
final class RewriteCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  /// What the four differ in.
  enum Kind {
    ENCRYPT(
        "Encrypt every value as the API server would write it now.",
        "snapseal encrypt db.snapshot --config keys.yaml --output sealed.db",
        "snapseal encrypt db.snapshot --config new.yaml --config old.yaml --dry-run"),
    DECRYPT(
        "Make every encrypted value plaintext.",
        "snapseal decrypt db.snapshot --config keys.yaml --output plain.db",
        "snapseal decrypt db.snapshot --config keys.yaml --output - | age -p > db.age"),
    REKEY(
        "Bring every value, in every revision, to a new key.",
        "snapseal rekey old.db --config old.yaml --to-config new.yaml --output new.db",
        "snapseal rekey old.db --config old.yaml --to-config new.yaml --dry-run"),
    COMPACT(
        "Drop old revisions, free pages and slack.",
        "snapseal compact db.snapshot --output small.db",
        "snapseal compact db.snapshot --revision 1200 --output small.db");

    private final String description;
    private final String examples;

    Kind(String description, String... examples) {
      this.description = description;
      this.examples = String.join("\n", examples);
    }

    String commandName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean usesKeys() {
      return this != COMPACT;
    }

    List<String> exitCodes() {
      return usesKeys()
          ? List.of(
              "Exit codes: 0 done and verified, 1 also done, but some values did not open,",
              "5 a value does not open, 6 the output was refused or could not be written.")
          : List.of(
              "Exit codes: 0 done and verified, 4 FILE is damaged,",
              "6 the revision or the output was refused, or it could not be written.");
    }

    boolean encrypts() {
      return this == ENCRYPT || this == REKEY;
    }
  }

  private enum HistoryChoice {
    keep,
    drop
  }

  private enum OnErrorChoice {
    stop,
    keep
  }

  private final Kind kind;
  private final CommandIo io;
  private final KeyOptions keyOptions = new KeyOptions();
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions format = new OutputOptions();
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final OptionSpec output =
      Declaration.value(String.class, "OUT", "--output")
          .description("The new snapshot; - writes it to standard output.")
          .build();
  private final OptionSpec toConfig =
      Declaration.value(String.class, "FILE", "--to-config")
          .description("EncryptionConfiguration to write with; its keys help to read, too.")
          .build();
  private final OptionSpec resources =
      Declaration.values("NAME", "--resources")
          .splitRegex(",")
          .description("Only values of these resources, such as secrets,deployments.apps.")
          .build();
  private final OptionSpec etcdPrefixes =
      Declaration.values("PREFIX", "--etcd-prefix")
          .description("The API server's --etcd-prefix, if it is not /registry.")
          .build();
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
  private final OptionSpec force =
      Declaration.flag("--force").description("Replace OUT if it exists.").build();

  RewriteCommand(Kind kind, CommandIo io) {
    this.kind = kind;
    this.io = io;
  }

  CommandSpec spec() {
    CommandSpec spec = Declaration.command(kind.commandName(), this, kind.description);
    List<String> footer = new ArrayList<>(List.of("", "Examples:"));
    kind.examples.lines().forEach(example -> footer.add("  " + example));
    footer.add("");
    footer.addAll(kind.exitCodes());
    spec.usageMessage().footer(footer.toArray(String[]::new));
    spec.addPositional(file).addOption(output);
    if (kind.usesKeys()) {
      keyOptions.addTo(spec);
      if (kind == Kind.REKEY) {
        spec.addOption(toConfig);
      }
      spec.addOption(resources).addOption(etcdPrefixes).addOption(history).addOption(onError);
      if (kind.encrypts()) {
        spec.addOption(allowPlaintext);
      }
    } else {
      spec.addOption(revision);
    }
    spec.addOption(jobs).addOption(dryRun).addOption(force);
    format.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    checkUsage();
    try (BackupInputs inputs = BackupInputs.openOne(path(), io)) {
      BackupImage image = inputs.single();
      RewriteReport report = rewrite(startedAt, inputs, image);
      print(startedAt, report);
      if (io.isOutputLost() && !isDryRun()) {
        throw new CommandFailure(
            ExitCode.OUTPUT,
            output.getValue() + " was made and verified, but its report could not be written",
            "look at it: snapseal info " + ShellWord.of(output.<String>getValue()));
      }
      boolean isSound =
          report.values().failed() == 0 && report.input().trailer() != FileDigest.Trailer.INVALID;
      return (isSound ? ExitCode.DONE : ExitCode.FOUND).number();
    }
  }

  /// A program that reads the report learns there, too, which values do not open.
  private RewriteReport rewrite(Instant startedAt, BackupInputs inputs, BackupImage image)
      throws Exception {
    try {
      return rewrite(inputs, image);
    } catch (UnopenedValuesException e) {
      if (format.format() == OutputFormat.json) {
        RewriteJson.write(io.out(), kind.commandName(), startedAt, e);
      }
      throw e;
    }
  }

  private RewriteReport rewrite(BackupInputs inputs, BackupImage image) throws Exception {
    Optional<RewriteKeys> keys =
        kind.usesKeys()
            ? Optional.of(keyOptions.openToWrite(io, Optional.ofNullable(toConfig.getValue())))
            : Optional.empty();
    try (Progress progress =
        progressOptions.start(
            io, verb() + " " + path(), image.bytes().byteSize() * (isDryRun() ? 1 : 3))) {
      RewriteOptions options = options(keys);
      ResourceNames.refuseUnknown(
          resources.longestName(),
          options.resources(),
          options.keys().map(KeyRing::ruledResources).orElse(List.of()));
      if (isDryRun()) {
        if (output.getValue() != null && !output.getValue().equals(STANDARD_OUTPUT)) {
          OutputFile.refuseForbidden(Path.of(output.<String>getValue()), existing(), inputFiles());
        }
        return BackupRewrite.dryRun(image, options, progress::advance);
      }
      try (OutputFile target = target()) {
        RewriteReport report = write(inputs, image, options, target, progress);
        inputs.verifyUnchanged();
        inputs.closeAside();
        long startNanos = System.nanoTime();
        target.sync();
        report = report.synced((System.nanoTime() - startNanos) / 1e9);
        target.commit();
        return report;
      }
    } finally {
      keys.ifPresent(RewriteKeys::close);
    }
  }

  /// A difference is the source's fault if the source is another now.
  private static RewriteReport write(
      BackupInputs inputs,
      BackupImage image,
      RewriteOptions options,
      OutputFile target,
      Progress progress)
      throws IOException {
    try {
      return BackupRewrite.run(image, options, target, progress::advance);
    } catch (DifferenceException e) {
      inputs.verifyUnchanged();
      throw e;
    }
  }

  private String verb() {
    return switch (kind) {
      case ENCRYPT -> "encrypting";
      case DECRYPT -> "decrypting";
      case REKEY -> "rekeying";
      case COMPACT -> "compacting";
    };
  }

  private void checkUsage() throws CommandFailure {
    refuseMissing();
    if (writesToStandardOutput() && format.format() == OutputFormat.json) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "-o json and --output - both write to standard output",
          "leave one of them out");
    }
    if (writesToStandardOutput() && io.terminal().output()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "a snapshot does not belong on a terminal",
          "name a file: --output new.db");
    }
    List<String> files = new ArrayList<>(kind.usesKeys() ? keyOptions.files() : List.of());
    files.add(path());
    Optional.ofNullable(toConfig.<String>getValue()).ifPresent(files::add);
    if (files.stream().filter("-"::equals).count() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "standard input (-) can be only one of the files", "name the others");
    }
    if (jobs.getValue() != null && jobs.<Integer>getValue() < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--jobs takes 1 or more", "leave it out");
    }
  }

  /// All at once, so that nobody has to ask three times.
  private void refuseMissing() throws CommandFailure {
    List<String> missing = new ArrayList<>();
    List<String> hints = new ArrayList<>();
    if (kind.usesKeys() && keyOptions.files().isEmpty()) {
      missing.add("--config");
      hints.add("name the EncryptionConfiguration that has the keys: --config keys.yaml");
    }
    if (kind == Kind.REKEY && toConfig.getValue() == null) {
      missing.add("--to-config");
      hints.add("name the configuration to write with: --to-config new.yaml");
      hints.add("to write with the first of the others: snapseal encrypt");
    }
    if (output.getValue() == null && !isDryRun()) {
      missing.add("--output");
      hints.add("name the new snapshot: --output new.db");
    }
    if (!missing.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          String.join(", ", missing) + (missing.size() == 1 ? " is missing" : " are missing"),
          hints.toArray(String[]::new));
    }
  }

  private OutputFile target() throws IOException {
    if (writesToStandardOutput()) {
      return OutputFile.toStream(io.binaryOut());
    }
    return OutputFile.create(Path.of(output.<String>getValue()), existing(), inputFiles());
  }

  private OutputFile.Existing existing() {
    return Declaration.isGiven(force) ? OutputFile.Existing.REPLACE : OutputFile.Existing.REFUSE;
  }

  /// What the output must not overwrite.
  private List<Path> inputFiles() {
    List<String> names = new ArrayList<>(kind.usesKeys() ? keyOptions.files() : List.of());
    names.add(path());
    Optional.ofNullable(toConfig.<String>getValue()).ifPresent(names::add);
    return names.stream().filter(name -> !name.equals("-")).map(Path::of).toList();
  }

  private RewriteOptions options(Optional<RewriteKeys> keys) throws CommandFailure {
    return new RewriteOptions(
        switch (kind) {
          case ENCRYPT, REKEY -> RewriteOptions.Goal.CONFIGURED;
          case DECRYPT -> RewriteOptions.Goal.PLAINTEXT;
          case COMPACT -> RewriteOptions.Goal.UNCHANGED;
        },
        keys.map(RewriteKeys::all).map(ConfiguredKeys::ring),
        kind.encrypts() ? keys.map(RewriteKeys::writers) : Optional.empty(),
        Declaration.resources(resources),
        kind.usesKeys() ? etcdPrefixes.<List<String>>getValue() : List.of(),
        kind == Kind.COMPACT || history.<HistoryChoice>getValue() == HistoryChoice.drop
            ? new RewriteOptions.History.CompactTo(Optional.ofNullable(revision.getValue()))
            : new RewriteOptions.History.Keep(),
        onError.<OnErrorChoice>getValue() == OnErrorChoice.keep
            ? RewriteOptions.OnFailure.KEEP
            : RewriteOptions.OnFailure.STOP,
        Declaration.isGiven(allowPlaintext)
            ? RewriteOptions.WithoutRule.MAKE_PLAINTEXT
            : RewriteOptions.WithoutRule.REFUSE,
        isDryRun(),
        jobs.getValue() == null
            ? ValueWork.jobs()
            : Math.min(jobs.<Integer>getValue(), ValueWork.MAX_JOBS));
  }

  private void print(Instant startedAt, RewriteReport report) {
    String target = isDryRun() ? "" : output.getValue();
    if (format.format() == OutputFormat.json) {
      RewriteJson.write(io.out(), kind.commandName(), startedAt, target, report);
    } else {
      RewriteText.write(writesToStandardOutput() ? io.err() : io.out(), target, report);
    }
    if (kind.encrypts()) {
      warnOfPlaintext(report);
    } else if (kind == Kind.DECRYPT && !isDryRun() && report.madePlaintext() > 0) {
      warn(
          "warning: "
              + Quantity.count(report.madePlaintext(), "value")
              + " that were encrypted can be read by whoever has the new file");
    }
    report
        .unmatched()
        .forEach(
            resource -> io.err().println("note: --resources " + resource + " matches no value"));
    report
        .unmatchedPrefixes()
        .forEach(prefix -> warn("warning: --etcd-prefix " + prefix + ": no key is under it"));
    io.err().flush();
  }

  private void warnOfPlaintext(RewriteReport report) {
    RewriteReport.Plaintext plaintext = report.plaintext();
    if (plaintext.secrets() > 0) {
      warn(
          "warning: "
              + Quantity.count(plaintext.secrets(), "value")
              + " of Secrets, live or superseded, stay plaintext: the configuration has no rule for"
              + " secrets, or identity is first there");
    }
    if (plaintext.unplaced() > 0) {
      warn(
          "warning: "
              + Quantity.count(plaintext.unplaced(), "plaintext value")
              + " look like Kubernetes' by their keys, such as "
              + plaintext.example()
              + ", and stay plaintext: if they are, name their prefix, --etcd-prefix, or their"
              + " resource in a rule");
    }
    if (report.madePlaintext() > 0) {
      warn(
          "warning: "
              + Quantity.count(report.madePlaintext(), "encrypted value")
              + (isDryRun() ? " would be plaintext then" : " are plaintext now")
              + ": identity is the first provider of their rule, or they have none");
    }
  }

  private void warn(String line) {
    io.err().println(SafeText.forTerminal(line));
  }

  private boolean isDryRun() {
    return Declaration.isGiven(dryRun);
  }

  private boolean writesToStandardOutput() {
    return !isDryRun() && STANDARD_OUTPUT.equals(output.getValue());
  }

  private String path() {
    return file.getValue();
  }
}
