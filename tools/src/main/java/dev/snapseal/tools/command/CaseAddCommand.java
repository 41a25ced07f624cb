package dev.snapseal.tools.command;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.Interruption;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.caseindex.CaseAddition;
import dev.snapseal.tools.caseindex.CaseIndex;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputOptions;
import dev.snapseal.tools.input.WriteAheadLog;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.CaseAddJson;
import dev.snapseal.tools.report.CaseAddText;
import dev.snapseal.tools.report.SafeText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal case DIR add`.
final class CaseAddCommand implements Callable<Integer> {
  static final String NAME = "add";

  private final CommandIo io;
  private final FailurePrinter failures;
  private final CaseCommand parent;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions output = new OutputOptions();
  private final PositionalParamSpec files = Declaration.parameters("FILE", BackupInputs.FILE_HELP);

  CaseAddCommand(CommandIo io, FailurePrinter failures, CaseCommand parent) {
    this.io = io;
    this.failures = failures;
    this.parent = parent;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            NAME,
            this,
            "Add backups to the case; again with more keys, open more of them.",
            "Each is added whole or not at all, also if this is killed.");
    spec.usageMessage()
        .customSynopsis(CaseCommand.synopsis(NAME, " FILE..."))
        .footer(
            "",
            "Examples:",
            "  snapseal case incident-7 add backups/*.db",
            "  snapseal case incident-7 add /mnt/disk/var/lib/etcd --config old.yaml",
            "  snapseal case incident-7 add monday.tar.gz -o json | jq .additions",
            "",
            "With --config values are opened, so that a value that was only encrypted anew",
            "is no change, and the times inside are known. Plaintext is never kept.",
            "A backup that is in the case is indexed anew when keys are new to it.",
            "Exit codes: 0 all of it is in the case, 3 a part could not be read or a value",
            "did not open, also for want of --config, 4 a FILE is no backup, 6 the case is",
            "in use or DIR is something else.");
    spec.addPositional(files);
    output.addTo(spec);
    keyOptions.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    Optional<ConfiguredKeys> keys = keyOptions.openAhead(io, files.getValue(), identityOptions);
    try (CaseIndex index = CaseIndex.openToAdd(parent.folder())) {
      Additions additions =
          new Additions(index, keys.map(ConfiguredKeys::ring), identityOptions.inputOptions(io));
      for (String file : files.<List<String>>getValue()) {
        additions.addFile(file);
        Interruption.keeps("what was added before is in the case; add the others again");
      }
      ExitCode failed = failures.print(additions.failures);
      switch (output.format()) {
        case text ->
            CaseAddText.write(
                io.out(),
                parent.folder().toString(),
                keyOptions.shellWords(),
                identityOptions.shellWords(),
                additions.done,
                io.terminal().outputColumns());
        case json -> CaseAddJson.write(io.out(), startedAt, additions.done, additions.failures);
      }
      return exitCode(additions.done).or(failed).number();
    } finally {
      keys.ifPresent(ConfiguredKeys::close);
    }
  }

  /// Whoever names a backup is told what of it the case does not know, also if that is no news.
  private static ExitCode exitCode(List<CaseAddition> additions) {
    return additions.stream().anyMatch(CaseAddition::isPartial) ? ExitCode.PARTIAL : ExitCode.DONE;
  }

  /// The files, one open at a time: a packed one is unpacked in memory.
  private final class Additions {
    private final CaseIndex index;
    private final Optional<KeyRing> ring;
    private final InputOptions inputOptions;
    private final List<CaseAddition> done = new ArrayList<>();
    private final List<FailedInput> failures = new ArrayList<>();

    Additions(CaseIndex index, Optional<KeyRing> ring, InputOptions inputOptions) {
      this.index = index;
      this.ring = ring;
      this.inputOptions = inputOptions;
    }

    void addFile(String file) throws IOException, CommandFailure {
      List<String> beside = addOpened(file);
      for (String database : beside) {
        addOpened(database);
      }
    }

    /// @return other databases in the same data directory
    private List<String> addOpened(String file) throws IOException, CommandFailure {
      try (BackupInputs inputs = BackupInputs.openWithLog(file, inputOptions, io);
          Progress progress =
              progressOptions.start(io, "adding " + file, 2 * inputs.totalBytes())) {
        failures.addAll(inputs.failures());
        int before = done.size();
        for (BackupImage image : inputs.images()) {
          addImage(inputs, image, progress);
        }
        if (done.size() > before) {
          addLog(inputs);
        }
        hintAtLog(inputs);
        return inputs.databasesBeside();
      }
    }

    /// Of an archive the database alone is read.
    private void hintAtLog(BackupInputs inputs) throws IOException, CommandFailure {
      Optional<BackupInputs.Unpacking> unpacking = inputs.unpackDirectory();
      boolean isMissing = !done.isEmpty() && done.getLast().evidence().gaps().unreadBeside() > 0;
      if (unpacking.isPresent() && isMissing) {
        io.err()
            .println(
                SafeText.forTerminal(
                    "hint:  the log beside it is read of a directory: %s && snapseal case %s add %s%s"
                        .formatted(
                            unpacking.get().command(),
                            ShellWord.of(parent.folder().toString()),
                            ShellWord.of(unpacking.get().directory()),
                            identityOptions.shellWords() + keyOptions.shellWords())));
      }
    }

    /// Adds the log of the store that was added last, which perhaps came without it before.
    private void addLog(BackupInputs inputs) throws IOException {
      Optional<WriteAheadLog> log = inputs.openLog();
      if (log.isPresent()) {
        CaseAddition store = done.getLast();
        Evidence beside = store.evidence();
        done.add(index.addLog(log.get(), beside, ring, inputs::verifyUnchanged));
        long files = log.get().segments().isEmpty() ? 0 : inputs.filesBeside();
        done.set(
            done.size() - 2, store.with(index.addedBeside(beside, files, inputs.unreadBeside())));
      }
    }

    private void addImage(BackupInputs inputs, BackupImage image, Progress progress)
        throws IOException {
      try {
        done.add(
            index.add(
                image, ring, inputs.unreadBeside(), inputs::verifyUnchanged, progress::advance));
      } catch (CorruptSnapshotException e) {
        failures.add(FailedInput.of(e));
      }
    }
  }
}
