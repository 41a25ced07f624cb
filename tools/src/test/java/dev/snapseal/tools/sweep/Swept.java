package dev.snapseal.tools.sweep;

import dev.snapseal.tools.age.Identities;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a sweep finds in a raw file, in windows of any size.
record Swept(List<Hit> hits, RawSweep.Outcome outcome, SweepReport.Recognised recognised) {
  static Swept of(Path file, Canaries canaries, FileWindows.Size size, int jobs) {
    SweepOptions options =
        new SweepOptions(
            ResourcePolicy.SECRETS,
            Optional.empty(),
            Identities.none(),
            canaries,
            SweepOptions.Hashing.SHA256,
            AuditOptions.Detail.RESULT,
            jobs);
    HitCollector hits = new HitCollector();
    SweepContext context = new SweepContext(options, new Literals(canaries), hits);
    try (FileChannel channel = FileChannel.open(file)) {
      FileWindows windows =
          new FileWindows("file", channel, Files.size(file), size, FileWindows.Access.READ);
      WindowScan.Source source = new WindowScan.Source("file", Scope.RAW, FollowedLog.NONE);
      RawSweep.Outcome outcome =
          RawSweep.run(windows, context, source, Optional.empty(), done -> {});
      return new Swept(hits.hits(), outcome, hits.recognised());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Hit> hits(Path folder, byte[] bytes) {
    try {
      Path file = Files.write(folder.resolve("raw"), bytes);
      return of(file, Canaries.NONE, FileWindows.Size.STANDARD, 1).hits();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
