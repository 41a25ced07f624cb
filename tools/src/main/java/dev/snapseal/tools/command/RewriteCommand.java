package dev.snapseal.tools.command;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.layout.DifferenceException;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.BootstrapKeys;
import dev.snapseal.tools.keysource.KeySource;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.RewriteJson;
import dev.snapseal.tools.report.RewriteText;
import dev.snapseal.tools.rewrite.BackupRewrite;
import dev.snapseal.tools.rewrite.RewriteOptions;
import dev.snapseal.tools.rewrite.RewriteReport;
import dev.snapseal.tools.rewrite.UnopenedValuesException;
import java.io.IOException;
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
  private final RewriteKind kind;
  private final CommandIo io;
  private final GivenCommand given;
  private final SnapshotOptions output = new SnapshotOptions("new.db");
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final RewriteChoices choices;
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions format = new OutputOptions();
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final OptionSpec toConfig =
      Declaration.value(String.class, "FILE", "--to-config")
          .description("EncryptionConfiguration to write with; its keys help to read, too.")
          .build();

  RewriteCommand(RewriteKind kind, CommandIo io, GivenCommand given) {
    this.kind = kind;
    this.io = io;
    this.given = given;
    this.choices = new RewriteChoices(kind);
  }

  CommandSpec spec() {
    CommandSpec spec = Declaration.command(kind.commandName(), this, kind.description());
    List<String> footer = new ArrayList<>(List.of("", "Examples:"));
    kind.examples().forEach(example -> footer.add("  " + example));
    footer.add("");
    footer.addAll(kind.exitCodes());
    spec.usageMessage().footer(footer.toArray(String[]::new));
    spec.addPositional(file);
    output.addTo(spec);
    if (kind.usesKeys()) {
      keyOptions.addTo(spec);
    }
    if (kind == RewriteKind.REKEY) {
      spec.addOption(toConfig);
    }
    choices.addTo(spec);
    format.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    checkUsage();
    try (BackupInputs inputs = BackupInputs.openOne(path(), identityOptions, io)) {
      BackupImage image = inputs.single();
      RewriteReport report = rewrite(startedAt, inputs, image);
      print(startedAt, report);
      if (!choices.isDryRun()) {
        output.unsealed(given).warn(image, io);
        output.requireReport(io);
      }
      boolean isSound =
          report.values().failed() == 0 && report.input().trailer() != FileDigest.Trailer.INVALID;
      return (isSound ? ExitCode.DONE : ExitCode.FOUND).number();
    }
  }

  private void checkUsage() throws CommandFailure {
    refuseMissing();
    if (!choices.isDryRun()) {
      output.unsealed(given).refuseSealedName();
      output.refuseMixed(format.format(), io);
    }
    if (sources().stream().filter(BackupInput.STANDARD_INPUT::equals).count() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "standard input (-) can be only one of the files", "name the others");
    }
    choices.refuseImpossible();
  }

  /// All at once, so that nobody has to ask three times.
  private void refuseMissing() throws CommandFailure {
    List<String> missing = new ArrayList<>();
    List<String> hints = new ArrayList<>();
    if (kind.usesKeys() && !keyOptions.isGiven()) {
      missing.add("--config");
      hints.add("name the EncryptionConfiguration that has the keys: --config keys.yaml");
    }
    if (kind == RewriteKind.REKEY && toConfig.getValue() == null) {
      missing.add("--to-config");
      hints.add("name the configuration to write with: --to-config new.yaml");
      hints.add("to write with the first of the others: snapseal encrypt");
    }
    if (!output.isGiven() && !choices.isDryRun()) {
      missing.add("--output");
      hints.add(output.hint());
    }
    if (!missing.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          String.join(", ", missing) + (missing.size() == 1 ? " is missing" : " are missing"),
          hints.toArray(String[]::new));
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
            ? Optional.of(
                keyOptions.openToWrite(
                    io, Optional.ofNullable(toConfig.getValue()), inputs.images()))
            : Optional.empty();
    if (kind == RewriteKind.REKEY && keys.isPresent()) {
      warnOfOwnKeys(keys.get().all(), image);
    }
    long passes = choices.isDryRun() ? 1 : 3;
    try (Progress progress =
        progressOptions.start(io, kind.verb() + " " + path(), image.bytes().byteSize() * passes)) {
      RewriteOptions options = choices.options(keys);
      if (choices.isDryRun()) {
        output.refuseForbidden();
        return BackupRewrite.dryRun(image, options, progress::advance);
      }
      try (OutputFile target = begin(image)) {
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

  private OutputFile begin(BackupImage image) throws IOException {
    return kind == RewriteKind.DECRYPT || image.isSealed()
        ? output.beginReadable(io, image.bytes().byteSize())
        : output.begin(io);
  }

  /// k3s and RKE2 write their configuration anew from the record when they restore.
  private void warnOfOwnKeys(ConfiguredKeys keys, BackupImage image) throws IOException {
    boolean isOfK3s = keys.sources().stream().anyMatch(KeySource::hasKeysOfK3s);
    boolean hasRecord =
        isOfK3s
            && BootstrapKeys.find(List.of(image), Optional.empty()).stream()
                .anyMatch(BootstrapFinding::live);
    if (hasRecord) {
      io.err()
          .println(
              "warning: the bootstrap record in the backup still has the old keys, and a restored"
                  + " server takes its configuration from there: replace its"
                  + " server/cred/encryption-config.json");
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

  private void print(Instant startedAt, RewriteReport report) {
    String target = choices.isDryRun() ? "" : output.name();
    if (format.format() == OutputFormat.json) {
      RewriteJson.write(io.out(), kind.commandName(), startedAt, target, report);
    } else {
      RewriteText.write(choices.isDryRun() ? io.out() : output.reportWriter(io), target, report);
    }
    new RewriteWarnings(kind, choices.isDryRun(), io.err()).print(report);
  }

  /// All files that this reads, as they were named.
  private List<String> sources() {
    List<String> names = new ArrayList<>(kind.usesKeys() ? keyOptions.files() : List.of());
    names.add(path());
    Optional.ofNullable(toConfig.<String>getValue()).ifPresent(names::add);
    return names;
  }

  private String path() {
    return file.getValue();
  }
}
