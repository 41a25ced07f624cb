package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.age.AgeException;
import dev.snapseal.tools.age.Identities;
import dev.snapseal.tools.age.Opening;
import dev.snapseal.tools.age.OutputChannel;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.InputException;
import dev.snapseal.tools.output.OutputException;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.output.StandardOutput;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.SealJson;
import dev.snapseal.tools.report.SealText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal open`.
final class OpenCommand implements Callable<Integer> {
  private final CommandIo io;
  private final GivenCommand given;
  private final PositionalParamSpec file =
      Declaration.parameter(0, "FILE", "A file sealed with age; - is standard input.");
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final SnapshotOptions output = new SnapshotOptions("backup.db");
  private final OutputOptions format = new OutputOptions();
  private final ProgressOptions progressOptions = new ProgressOptions();

  OpenCommand(CommandIo io, GivenCommand given) {
    this.io = io;
    this.given = given;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "open",
            this,
            "Write what is in a sealed file, readable, to a new file.",
            "The other commands take sealed files as they are, with -i, and write nothing.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal open backup.db.age -i key.txt --output backup.db",
            "  snapseal open backup.db.age --passphrase --output backup.db",
            "",
            "With --output - it is written as it is read: only exit code 0 says that it is",
            "whole.");
    spec.addPositional(file);
    identityOptions.addTo(spec);
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
          ExitCode.USAGE,
          "--output is missing",
          output.hint(),
          "or look at it without writing it: snapseal info "
              + ShellWord.of(path())
              + " -i key.txt");
    }
    output.unsealed(given).refuseSealedName();
    output.refuseMixed(format.format(), io);
    Identities identities = identityOptions.open(io);
    Opening.Opened opened = open(identities);
    switch (format.format()) {
      case json -> SealJson.writeOpened(io.out(), startedAt, output.name(), opened);
      case text -> SealText.writeOpened(output.reportWriter(io), output.name(), opened);
    }
    output.requireReport(io);
    return ExitCode.DONE.number();
  }

  private Opening.Opened open(Identities identities) throws Exception {
    try (InputStream sealed = sealed();
        Progress progress = progressOptions.start(io, "opening " + path(), size())) {
      return output.isStandardOutput()
          ? Opening.run(sealed, identities, new StandardOutput(io.binaryOut()), progress::advance)
          : toFile(sealed, identities, progress);
    } catch (AgeException e) {
      throw failure(e);
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw InputException.of(e, path());
    }
  }

  private Opening.Opened toFile(InputStream sealed, Identities identities, Progress progress)
      throws IOException {
    try (OutputFile target = output.begin(io)) {
      Opening.Opened opened =
          Opening.run(sealed, identities, new OutputChannel(target), progress::advance);
      target.commit();
      return opened;
    }
  }

  private InputStream sealed() throws IOException {
    return path().equals(BackupInput.STANDARD_INPUT) ? io.in() : Files.newInputStream(asPath());
  }

  private long size() throws IOException {
    return path().equals(BackupInput.STANDARD_INPUT) ? 0 : Files.size(asPath());
  }

  private Path asPath() throws IOException {
    try {
      return Path.of(path());
    } catch (InvalidPathException e) {
      throw new IOException("not a path: " + e.getReason(), e);
    }
  }

  private CommandFailure failure(AgeException failure) {
    String word = ShellWord.of(path());
    String where = "[" + path() + "] " + failure.getMessage();
    return switch (failure.reason()) {
      case NOT_AGE ->
          new CommandFailure(ExitCode.DAMAGED, where, "look at it as it is: snapseal info " + word);
      case DAMAGED ->
          new CommandFailure(
              ExitCode.DAMAGED,
              where,
              "copy it again, and compare here and there: sha256sum " + word);
      case NO_IDENTITY ->
          new CommandFailure(ExitCode.KEY, where, "name yours: " + given.plus("-i", "key.txt"));
      case NO_PASSPHRASE ->
          new CommandFailure(
              ExitCode.KEY, where, "be asked for it: " + given.withFlag("--passphrase"));
      case WRONG_PASSPHRASE ->
          new CommandFailure(
              ExitCode.KEY, where, "only the right one opens it; try again: " + given.plus());
      case NO_MATCH, BAD_KEY ->
          new CommandFailure(
              ExitCode.KEY, where, "name another as well: " + given.plus("-i", "other.txt"));
      case UNSUPPORTED ->
          new CommandFailure(
              ExitCode.KEY, where, "age may open it: age -d -i key.txt -o backup.db " + word);
      case TOO_COSTLY ->
          new CommandFailure(
              ExitCode.KEY, where, "give Java more: SNAPSEAL_JAVA_OPTS=-Xmx6g " + given.plus());
    };
  }

  private String path() {
    return file.getValue();
  }
}
