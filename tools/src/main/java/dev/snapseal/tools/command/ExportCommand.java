package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.export.BackupExport;
import dev.snapseal.tools.export.BackupExport.ExportOptions;
import dev.snapseal.tools.export.BackupExport.Fields;
import dev.snapseal.tools.export.ExportReport;
import dev.snapseal.tools.export.ExportSelection;
import dev.snapseal.tools.export.ExportTarget;
import dev.snapseal.tools.export.LabelSelector;
import dev.snapseal.tools.export.ManifestTree;
import dev.snapseal.tools.export.NothingSelectedException;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.ExportJson;
import dev.snapseal.tools.report.ExportText;
import dev.snapseal.tools.state.NoSuchRevisionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal export`.
final class ExportCommand implements Callable<Integer> {
  private static final String REPORT = "--report";

  private static final String DEFINITIONS = "customresourcedefinitions";
  private static final String WAIT = "kubectl wait --for=condition=Established crd --all";

  /// Objects that a hint names.
  private static final int HINTED = 10;

  private final CommandIo io;
  private final GivenCommand given;
  private final ManifestOutput output;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final PositionalParamSpec targets =
      PositionalParamSpec.builder()
          .index("1..*")
          .arity("0..*")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .initialValue(List.of())
          .paramLabel("KIND[/NAME]")
          .description(
              "Objects such as secrets, deploy/web, secret/prod/db, things.example.com."
                  + " Default: all.")
          .build();
  private final OptionSpec namespaces =
      Declaration.values("NS", "-n", "--namespace")
          .description("Objects of this namespace, and the Namespace itself. May repeat.")
          .build();
  private final OptionSpec selector =
      Declaration.value(String.class, "SELECTOR", "-l", "--selector")
          .description("Objects with these labels: 'app=web,tier!=db', 'env in (a,b)', '!beta'.")
          .build();
  private final OptionSpec revision =
      Declaration.value(Long.class, "N", "--revision")
          .description("The state at this revision of etcd. Default: the newest.")
          .build();
  private final OptionSpec all =
      Declaration.flag("--all")
          .description("Also what a cluster makes again by itself: Pods of Deployments, Events...")
          .build();
  private final OptionSpec full =
      Declaration.flag("--full")
          .description("Keep status and what the API server sets; not for kubectl apply.")
          .build();
  private final OptionSpec report =
      Declaration.value(Path.class, "FILE.json", REPORT)
          .description("Write what was exported, left out and failed as JSON.")
          .build();

  private final OptionSpec etcdPrefixes = Declaration.etcdPrefixes();

  ExportCommand(CommandIo io, GivenCommand given) {
    this.io = io;
    this.given = given;
    this.output = new ManifestOutput(io);
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "export", this, "Write objects as manifests for kubectl apply, decrypted.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal export db.snapshot -n prod --config k.yaml | kubectl apply -f -",
            "  snapseal export db.snapshot -n prod deploy/web secrets -l app=web",
            "  snapseal export db.snapshot --config k.yaml --output-dir manifests",
            "  snapseal export db.snapshot --all --full -o json --revision 4711",
            "",
            "What is left out and why stands on standard error. On a terminal the values",
            "of Secrets are hidden unless --reveal is given. Manifests are in the version",
            "that API servers serve. --full shows what is stored, in the version in which",
            "it is stored; defaults that a server adds when it reads are not in it.",
            "Exit codes: 0 done, 2 something that was named is not there, 3 some values",
            "cannot be decoded, 5 some lack their key; the others are exported.");
    spec.addPositional(file).addPositional(targets);
    spec.addOption(namespaces).addOption(selector).addOption(revision);
    output.addTo(spec);
    spec.addOption(all).addOption(full).addOption(etcdPrefixes).addOption(report);
    keyOptions.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    output.checkUsage();
    ExportOptions options = options();
    if (report.getValue() != null) {
      OutputFile.refuseForbidden(REPORT, report.getValue(), OutputFile.Existing.REFUSE, List.of());
    }
    try (BackupInputs inputs = BackupInputs.openOne(file(), identityOptions, io);
        output) {
      ExportReport exported = export(inputs.single(), options);
      inputs.verifyUnchanged();
      output.finish();
      ExportText.write(io.err(), exported, io.terminal().errorColumns());
      if (report.getValue() != null) {
        writeReport(startedAt, exported);
      }
      hintAtPrerequisites(exported);
      hintAtKeys(exported);
      return exitCode(exported).number();
    } catch (NothingSelectedException e) {
      throw notThere(e);
    } catch (NoSuchRevisionException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          e.getMessage(),
          given.withOption("--revision", Long.toString(e.nearest())));
    }
  }

  private ExportReport export(BackupImage image, ExportOptions options) throws Exception {
    Optional<ConfiguredKeys> keys = keyOptions.open(io, List.of(image));
    try (Progress progress =
        progressOptions.start(io, "exporting " + file(), image.bytes().byteSize() * 2)) {
      return BackupExport.run(
          image, options, keys.map(ConfiguredKeys::ring), output::open, progress::advance);
    } finally {
      keys.ifPresent(ConfiguredKeys::close);
    }
  }

  private ExportOptions options() throws CommandFailure {
    ExportSelection selection =
        new ExportSelection(
            namespaces.getValue(),
            targets(),
            labels(),
            Declaration.isGiven(all)
                ? ExportSelection.Extent.ALL
                : ExportSelection.Extent.APPLICABLE);
    Long wanted = revision.getValue();
    if (wanted != null && wanted < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--revision " + wanted + ": must be 1 or more");
    }
    return new ExportOptions(
        selection,
        wanted == null ? OptionalLong.empty() : OptionalLong.of(wanted),
        Declaration.isGiven(full) ? Fields.ALL : Fields.MANIFEST,
        etcdPrefixes.getValue());
  }

  /// Kinds may be joined by commas, as kubectl takes them.
  private List<ExportTarget> targets() throws CommandFailure {
    List<ExportTarget> parsed = new ArrayList<>();
    for (String argument : targets.<List<String>>getValue()) {
      for (String one : argument.split(",", -1)) {
        parsed.add(
            ExportTarget.parse(one)
                .orElseThrow(
                    () ->
                        new CommandFailure(
                            ExitCode.USAGE,
                            "'" + one + "' names no resource",
                            "a custom resource takes its group: things.example.com/NAME",
                            "which there are: snapseal info " + ShellWord.of(file()))));
      }
    }
    return parsed;
  }

  private LabelSelector labels() throws CommandFailure {
    String text = selector.getValue();
    if (text == null || text.isBlank()) {
      return LabelSelector.everything();
    }
    try {
      return LabelSelector.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "-l: " + e.getMessage(),
          "such as: -l 'app=web,tier!=db' or -l 'env in (prod,stage)'");
    }
  }

  private CommandFailure notThere(NothingSelectedException e) {
    List<String> hints = new ArrayList<>();
    if (!e.namespaces().isEmpty()) {
      hints.add("namespaces there are: " + String.join(", ", e.namespaces()));
    }
    hints.add("kinds there are: snapseal info " + ShellWord.of(file()));
    return new CommandFailure(ExitCode.USAGE, e.getMessage(), hints.toArray(String[]::new));
  }

  private void writeReport(Instant startedAt, ExportReport exported) throws IOException {
    StringWriter text = new StringWriter();
    ExportJson.write(new PrintWriter(text), startedAt, exported);
    try (OutputFile target =
        OutputFile.create(REPORT, report.getValue(), OutputFile.Existing.REFUSE, List.of())) {
      target.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), 0);
      target.commit();
    }
  }

  private void hintAtPrerequisites(ExportReport exported) {
    List<String> needed = exported.needs().inBackup();
    if (!needed.isEmpty()) {
      String objects =
          needed.stream().limit(HINTED).map(ShellWord::of).collect(Collectors.joining(" "));
      boolean areDefinitions = needed.getFirst().startsWith(DEFINITIONS + "/");
      io.err()
          .println(
              "hint:  first: %s %s%s | kubectl apply -f -%s"
                  .formatted(self(), objects, words(), areDefinitions ? " && " + WAIT : ""));
    }
    if (exported.needs().definitionsFirst()) {
      io.err()
          .println(
              "hint:  definitions first, or kubectl does not know the kinds: "
                  + output
                      .folder()
                      .map(ExportCommand::applyDefinitions)
                      .orElseGet(
                          () -> self() + " crds" + words() + " | kubectl apply -f - && " + WAIT));
    }
    io.err().flush();
  }

  private static String applyDefinitions(Path folder) {
    return "kubectl apply -R -f %s && %s && kubectl apply -R -f %s"
        .formatted(
            ShellWord.of(folder.resolve(ManifestTree.DEFINITIONS).toString()),
            WAIT,
            ShellWord.of(folder.toString()));
  }

  private String self() {
    return "snapseal export " + ShellWord.of(file());
  }

  private String words() {
    return keyOptions.shellWords() + identityOptions.shellWords();
  }

  private void hintAtKeys(ExportReport exported) {
    if (exported.lackingKey() > 0) {
      io.err()
          .println("hint:  which keys it needs: snapseal keys " + ShellWord.of(file()) + words());
      io.err().flush();
    }
  }

  private ExitCode exitCode(ExportReport exported) throws CommandFailure {
    if (io.isOutputLost()) {
      throw new CommandFailure(ExitCode.OUTPUT, "standard output was closed; not all was written");
    }
    ExitCode code = exported.failed() + exported.malformed() > 0 ? ExitCode.PARTIAL : ExitCode.DONE;
    return exported.lackingKey() > 0 ? code.or(ExitCode.KEY) : code;
  }

  private String file() {
    return file.getValue();
  }
}
