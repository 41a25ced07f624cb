package dev.snapseal.tools.command;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.age.AgeException;
import dev.snapseal.tools.age.Recipients;
import dev.snapseal.tools.age.Sealing;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputException;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.input.InputOptions;
import dev.snapseal.tools.input.InputProblem;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.report.SealJson;
import dev.snapseal.tools.report.SealText;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal seal`.
final class SealCommand implements Callable<Integer> {
  private final CommandIo io;
  private final GivenCommand given;
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final RecipientOptions recipientOptions = new RecipientOptions();
  private final SnapshotOptions output = new SnapshotOptions("backup.db.age");
  private final OutputOptions format = new OutputOptions();
  private final ProgressOptions progressOptions = new ProgressOptions();

  SealCommand(CommandIo io, GivenCommand given) {
    this.io = io;
    this.given = given;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "seal",
            this,
            "Seal a backup with age, so that it never lies around readable.",
            "What is written is opened again and compared before it gets its name. FILE stays;"
                + " 'age -d' opens the result as well.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal seal backup.db -r age1... --output backup.db.age",
            "  snapseal seal backup.db -R recipients.txt --output backup.db.age",
            "  snapseal audit backup.db.age -i key.txt",
            "",
            "A key for it: age-keygen -o key.txt");
    spec.addPositional(file);
    recipientOptions.addTo(spec);
    output.addTo(spec);
    format.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    if (!output.isGiven()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--output is missing", "name the sealed file: --output backup.db.age");
    }
    output.refuseMixed(format.format(), io);
    Recipients recipients = recipientOptions.read(io);
    try (BackupInputs inputs = open()) {
      List<BackgroundDigest> digests =
          inputs.images().stream().map(image -> BackgroundDigest.start(image, _ -> {})).toList();
      Sealing.Sealed sealed = seal(inputs, recipients);
      List<InputFacts> facts = new ArrayList<>();
      for (int i = 0; i < digests.size(); i++) {
        facts.add(InputFacts.of(inputs.images().get(i), digests.get(i).join()));
      }
      warnOfDamage(inputs.images(), facts);
      print(startedAt, facts, recipients, sealed);
      output.requireReport(io);
      return ExitCode.DONE.number();
    }
  }

  private BackupInputs open() throws InputException, CommandFailure {
    try {
      return BackupInputs.openOne(path(), InputOptions.standard(), io);
    } catch (InputException e) {
      boolean isFileItself = e.displayPath().equals(path());
      if (isFileItself && e.problem() == InputProblem.SEALED_AGE) {
        throw sealedAlready("-i", "key.txt");
      }
      if (isFileItself && e.problem() == InputProblem.SEALED_WITH_PASSPHRASE) {
        // On the left of a pipe there is no terminal to ask on.
        throw sealedAlready("--passphrase-file", "passphrase.txt");
      }
      throw e;
    }
  }

  /// @param option that opens the file
  private CommandFailure sealedAlready(String option, String value) {
    return new CommandFailure(
        ExitCode.KEY,
        "[" + path() + "] it is sealed already",
        "to seal it anew: "
            + new GivenCommand(List.of("open", path(), option, value)).intoPipe()
            + " | "
            + given.with(path(), "-"));
  }

  private Sealing.Sealed seal(BackupInputs inputs, Recipients recipients) throws Exception {
    MemorySegment bytes = inputs.fileBytes();
    try (Progress progress = progressOptions.start(io, "sealing " + path(), bytes.byteSize() * 2);
        OutputFile target = output.begin(io)) {
      Sealing.Sealed sealed =
          Sealing.run(bytes, recipients, recipientOptions.form(), target, progress::advance);
      inputs.verifyUnchanged();
      target.commit();
      return sealed;
    } catch (AgeException e) {
      throw AgeKeys.ofSealing(e);
    }
  }

  private void warnOfDamage(List<BackupImage> images, List<InputFacts> facts) {
    for (int i = 0; i < images.size(); i++) {
      Optional<String> damage = damage(images.get(i), facts.get(i));
      if (damage.isPresent()) {
        io.err()
            .println(
                SafeText.forTerminal(
                    "warning: [%s] was damaged before it was sealed: %s"
                        .formatted(images.get(i).displayPath(), damage.get())));
      }
    }
  }

  /// What is seen without reading it page by page.
  private static Optional<String> damage(BackupImage image, InputFacts facts) {
    if (facts.trailer() == FileDigest.Trailer.INVALID) {
      return Optional.of("its SHA-256 trailer is wrong");
    }
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes())) {
      return snapshot.length() < snapshot.imageLength()
          ? Optional.of(
              "its end is missing, %s of %s bytes are there"
                  .formatted(
                      Quantity.count(snapshot.length()), Quantity.count(snapshot.imageLength())))
          : Optional.empty();
    } catch (CorruptSnapshotException e) {
      return Optional.of(
          e.rule() == StructureRule.FILE_TRUNCATED
              ? "its end is missing"
              : "it cannot be opened, " + e.rule().id());
    }
  }

  private void print(
      Instant startedAt, List<InputFacts> facts, Recipients recipients, Sealing.Sealed sealed) {
    switch (format.format()) {
      case json ->
          SealJson.write(io.out(), startedAt, facts, output.name(), recipients.count(), sealed);
      case text ->
          SealText.write(output.reportWriter(io), output.name(), recipients.count(), sealed);
    }
  }

  private String path() {
    return file.getValue();
  }
}
