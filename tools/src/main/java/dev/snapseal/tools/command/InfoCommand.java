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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `snapseal info`.
@Command(
    name = "info",
    description = "Say what a backup is: hashes, revisions, versions, buckets, pages.",
    footer = {
      "",
      "Examples:",
      "  snapseal info db.snapshot",
      "  snapseal info -o json /var/lib/etcd | jq .hashKV",
      "  kubectl cp ns/pod:/backup.gz - | snapseal info -",
      "",
      "hash, revision, totalKey and totalSize are those of 'etcdutl snapshot status'."
    })
final class InfoCommand implements Callable<Integer> {
  @ParentCommand private SnapsealCommand snapseal;

  @Mixin private ProgressOptions progressOptions;

  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = BackupInputs.FILE_HELP)
  private String file;

  @Override
  public Integer call() throws Exception {
    CommandIo io = snapseal.io();
    Instant startedAt = Instant.now();
    try (BackupInputs inputs = BackupInputs.openOne(file, io)) {
      BackupImage image = inputs.single();
      BackupInfo info;
      try (Progress progress =
          progressOptions.start(io, "reading " + file, image.bytes().byteSize())) {
        info = InfoReader.read(image, progress::advance);
      }
      inputs.verifyUnchanged();
      switch (output.format()) {
        case text -> InfoText.write(io.out(), info, io.terminal().outputColumns());
        case json -> InfoJson.write(io.out(), startedAt, info);
      }
      return (info.malformedRecords() > 0 ? ExitCode.PARTIAL : ExitCode.DONE).number();
    }
  }
}
