package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.info.BackupInfo;
import dev.snapseal.tools.info.InfoReader;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.InfoJson;
import dev.snapseal.tools.report.InfoText;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal info`.
final class InfoCommand implements Callable<Integer> {
  private final CommandIo io;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions output = new OutputOptions();
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);

  InfoCommand(CommandIo io) {
    this.io = io;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "info", this, "Say what a backup is: hashes, revisions, versions, buckets, pages.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal info db.snapshot",
            "  snapseal info -o json /var/lib/etcd | jq .hashKV",
            "  kubectl cp ns/pod:/backup.gz - | snapseal info -",
            "",
            "hash, revision, totalKey and totalSize are those of 'etcdutl snapshot status'.");
    spec.addPositional(file);
    output.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    try (BackupInputs inputs = BackupInputs.openOne(file(), identityOptions, io)) {
      BackupImage image = inputs.single();
      BackupInfo info;
      try (Progress progress =
          progressOptions.start(io, "reading " + file(), image.bytes().byteSize())) {
        info = InfoReader.read(image, progress::advance);
      }
      inputs.verifyUnchanged();
      inputs.closeAside();
      switch (output.format()) {
        case text -> InfoText.write(io.out(), info, io.terminal().outputColumns());
        case json -> InfoJson.write(io.out(), startedAt, info);
      }
      return (info.malformedRecords() > 0 ? ExitCode.PARTIAL : ExitCode.DONE).number();
    }
  }

  private String file() {
    return file.getValue();
  }
}
