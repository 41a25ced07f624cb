package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.caseindex.CaseIndex;
import dev.snapseal.tools.caseindex.KeyTimeline;
import dev.snapseal.tools.lookup.KeyQuery;
import dev.snapseal.tools.report.CaseTimelineJson;
import dev.snapseal.tools.report.CaseTimelineText;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal case DIR timeline`.
final class CaseTimelineCommand implements Callable<Integer> {
  static final String NAME = "timeline";

  private final CommandIo io;
  private final CaseCommand parent;
  private final OutputOptions output = new OutputOptions();
  private final PositionalParamSpec key =
      PositionalParamSpec.builder()
          .index("0")
          .arity("0..1")
          .type(String.class)
          .paramLabel("KEY")
          .description(
              "An etcd key, or KIND/NAMESPACE/NAME such as secret/prod/db; without it,",
              "the backups of the case.")
          .build();

  CaseTimelineCommand(CommandIo io, CaseCommand parent) {
    this.io = io;
    this.parent = parent;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            NAME,
            this,
            "List the backups, or every revision of a key in them.",
            "Times are what objects say; of those that say none, what Leases beside them do.");
    spec.usageMessage()
        .customSynopsis(CaseCommand.synopsis(NAME, " [KEY]"))
        .footer(
            "",
            "Examples:",
            "  snapseal case incident-7 timeline",
            "  snapseal case incident-7 timeline secret/prod/db",
            "  snapseal case incident-7 timeline /registry/pods/prod/web -o json",
            "",
            "Exit codes: 0 done, 2 no backup of the case has the key.");
    spec.addPositional(key);
    output.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    try (CaseIndex index = CaseIndex.openToRead(parent.folder())) {
      if (key.getValue() == null) {
        writeEvidences(startedAt, index);
      } else {
        writeKey(startedAt, index, key.getValue());
      }
      return ExitCode.DONE.number();
    }
  }

  private void writeEvidences(Instant startedAt, CaseIndex index) throws IOException {
    switch (output.format()) {
      case text ->
          CaseTimelineText.write(io.out(), index.timeline(), io.terminal().outputColumns());
      case json -> CaseTimelineJson.write(io.out(), startedAt, index.evidences(), index.timeline());
    }
  }

  /// Most look for a Secret, and leave out that it is one.
  ///
  /// @param likely what may be meant instead
  private String hint(CaseIndex index, String likely) throws Exception {
    String command = "snapseal case " + ShellWord.of(parent.folder().toString()) + " ";
    return index.timeline(KeyQuery.of(likely)).isPresent()
        ? "a Secret has that name: " + command + NAME + " " + ShellWord.of(likely)
        : "what is readable: " + command + CaseExposedCommand.NAME;
  }

  private void writeKey(Instant startedAt, CaseIndex index, String text) throws Exception {
    Optional<KeyTimeline> timeline = index.timeline(KeyQuery.of(text));
    if (timeline.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "no backup of the case has the key '" + text + "'",
          hint(index, "secret/" + text));
    }
    switch (output.format()) {
      case text ->
          CaseTimelineText.write(
              io.out(), index.evidences(), timeline.get(), io.terminal().outputColumns());
      case json -> CaseTimelineJson.write(io.out(), startedAt, index.evidences(), timeline.get());
    }
  }
}
