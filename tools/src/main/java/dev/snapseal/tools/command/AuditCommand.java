package dev.snapseal.tools.command;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditScope;
import dev.snapseal.tools.audit.BackupAudit;
import dev.snapseal.tools.audit.PolicyFile;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.AuditJson;
import dev.snapseal.tools.report.AuditPrometheus;
import dev.snapseal.tools.report.AuditSarif;
import dev.snapseal.tools.report.AuditText;
import dev.snapseal.tools.report.Baseline;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `snapseal audit`.
@Command(
    name = "audit",
    description = {
      "Say which values can be read, and what key protects the others.",
      "Looks at live values, older revisions and free pages."
    },
    footer = {
      "",
      "Examples:",
      "  snapseal audit db.snapshot",
      "  snapseal audit db.snapshot --config encryption-config.yaml",
      "  snapseal audit /var/lib/etcd --policy secrets,configmaps -o json > audit.json",
      "  snapseal audit db.snapshot --baseline yesterday.json -o sarif > audit.sarif",
      "",
      "Exit codes: 0 nothing found, 1 findings, 3 something could not be judged;",
      "'snapseal help exit-codes' lists all. 'snapseal rules' explains the findings."
    })
final class AuditCommand implements Callable<Integer> {
  private enum Format {
    text,
    json,
    sarif,
    prometheus
  }

  private enum ScopeChoice {
    live,
    history,
    all
  }

  @ParentCommand private SnapsealCommand snapseal;

  @Mixin private KeyOptions keyOptions;

  @Mixin private ProgressOptions progressOptions;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = BackupInputs.FILE_HELP)
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--scope",
      paramLabel = "live|history|all",
      defaultValue = "all",
      description = "live values; every revision; or free pages too (the default).")
  private ScopeChoice scope;

  @Option(
      names = "--policy",
      split = ",",
      paramLabel = "RESOURCE",
      description = {
        "Resources that must be encrypted, such as secrets,configmaps,*.apps.",
        "Default: secrets, and what the configuration encrypts."
      })
  private List<String> policy = new ArrayList<>();

  @Option(
      names = "--policy-file",
      paramLabel = "FILE",
      description = "The same from a file: a resource a line, # begins a comment.")
  private Optional<Path> policyFile = Optional.empty();

  @Option(
      names = "--baseline",
      paramLabel = "OLD.json",
      description = "Leave out the findings that this earlier report has.")
  private Optional<Path> baseline = Optional.empty();

  @Option(names = "--no-decrypt", description = "Only classify values, even with a configuration.")
  private boolean noDecrypt;

  @Option(
      names = {"-o", "--output-format"},
      paramLabel = "text|json|sarif|prometheus",
      defaultValue = "text",
      description = "How the result is written.")
  private Format format;

  @Override
  public Integer call() throws Exception {
    CommandIo io = snapseal.io();
    Instant startedAt = Instant.now();
    try (BackupInputs inputs = BackupInputs.open(files, io)) {
      Optional<ConfiguredKeys> keys = keyOptions.open(io);
      AuditReport report;
      try (Progress progress =
          progressOptions.start(io, "auditing " + files.getFirst(), inputs.totalBytes())) {
        report =
            BackupAudit.run(
                inputs.images(), options(keys, inputs.completeness()), progress::advance);
      } finally {
        keys.ifPresent(ConfiguredKeys::close);
      }
      inputs.verifyUnchanged();
      write(io, startedAt, report);
      return exitCode(report).number();
    }
  }

  private AuditOptions options(
      Optional<ConfiguredKeys> keys, AuditOptions.Completeness completeness) throws CommandFailure {
    return new AuditOptions(
        switch (scope) {
          case live -> AuditScope.LIVE;
          case history -> AuditScope.HISTORY;
          case all -> AuditScope.ALL;
        },
        policy(keys),
        keys.map(ConfiguredKeys::ring),
        noDecrypt ? AuditReport.Decryption.CLASSIFIED_ONLY : AuditReport.Decryption.DECRYPTED,
        baseline.isPresent() ? read(baseline.get(), Baseline::read) : Set.of(),
        completeness,
        ValueWork.jobs());
  }

  private ResourcePolicy policy(Optional<ConfiguredKeys> keys) throws CommandFailure {
    List<GroupResource> resources = new ArrayList<>();
    for (String resource : policy) {
      if (resource.isBlank()) {
        throw new CommandFailure(ExitCode.USAGE, "--policy names an empty resource");
      }
      resources.add(GroupResource.parse(resource.strip()));
    }
    if (policyFile.isPresent()) {
      resources.addAll(read(policyFile.get(), PolicyFile::read));
    }
    if (!resources.isEmpty()) {
      return new ResourcePolicy(resources);
    }
    return keys.map(ConfiguredKeys::current).map(ResourcePolicy::of).orElse(ResourcePolicy.SECRETS);
  }

  @FunctionalInterface
  private interface FileReader<T> {
    T read(Path file) throws IOException;
  }

  /// What a file that an option names holds; if it cannot be read, that is wrong usage.
  private static <T> T read(Path file, FileReader<T> reader) throws CommandFailure {
    try {
      return reader.read(file);
    } catch (FileSystemException | CharacterCodingException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + file + "] cannot be read: " + FailurePrinter.reason(e),
          "look at it: ls -l " + FailurePrinter.shellWord(file.toString()));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private void write(CommandIo io, Instant startedAt, AuditReport report) {
    switch (format) {
      case text -> AuditText.write(io.out(), report, io.terminal());
      case json -> AuditJson.write(io.out(), startedAt, report);
      case sarif -> AuditSarif.write(io.out(), startedAt, report);
      case prometheus -> AuditPrometheus.write(io.out(), report);
    }
  }

  private static ExitCode exitCode(AuditReport report) {
    ExitCode code = report.hasFindings() ? ExitCode.FOUND : ExitCode.DONE;
    boolean isUndetermined =
        report.verdict() == Verdict.UNDETERMINED && report.scope() == AuditScope.ALL;
    return isUndetermined || report.summary().malformed() > 0 ? code.or(ExitCode.PARTIAL) : code;
  }
}
