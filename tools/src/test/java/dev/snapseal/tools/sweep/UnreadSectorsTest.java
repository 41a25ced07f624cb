package dev.snapseal.tools.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.tools.age.Identities;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.input.ContentType;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk of which some sectors cannot be read.
final class UnreadSectorsTest {
  private static final int DISK_BYTES = 1 << 20;
  private static final ByteRange BAD = new ByteRange(200 * 512, 217 * 512);

  private static final SweepOptions OPTIONS =
      new SweepOptions(
          ResourcePolicy.SECRETS,
          Optional.empty(),
          Identities.none(),
          Canaries.NONE,
          SweepOptions.Hashing.SHA256,
          AuditOptions.Detail.CHARTS,
          2);

  @TempDir private Path folder;

  @Test
  void sectorsThatCannotBeReadAreNamedAndShownInTheMap() throws Exception {
    byte[] bytes = new byte[DISK_BYTES];
    new Random(6).nextBytes(bytes);
    SweepReport report = sweep(bytes);
    assertEquals(Verdict.UNDETERMINED, report.verdict());
    assertTrue(report.isPartial());
    Unexamined unread = report.unexamined(Unexamined.Kind.SKIPPED).getFirst();
    assertEquals(BAD.length(), unread.bytes());
    assertEquals("the machine could not read it", unread.why());
    assertEquals(DISK_BYTES - BAD.length(), report.examinedBytes());
    assertEquals(DISK_BYTES, report.bytes());
    // Seventeen sectors from the beginning of a block of eight on touch three.
    assertEquals(3, report.rawCharts().getFirst().map().units().get(SweptContent.UNREAD));
  }

  @Test
  void aDiskThatCanBeReadHasNone() throws Exception {
    SweepReport report = sweep(new byte[DISK_BYTES], new ByteRange(DISK_BYTES, DISK_BYTES));
    assertEquals(0, report.missingParts());
    assertFalse(report.rawCharts().getFirst().map().units().containsKey(SweptContent.UNREAD));
  }

  /// What could not be read was taken for zeroes; it does not count as such.
  @Test
  void sectorsAmongZeroesAreNoZeroes() throws Exception {
    SweepReport report = sweep(new byte[DISK_BYTES]);
    assertEquals(DISK_BYTES - BAD.length(), report.examinedBytes());
    assertEquals(DISK_BYTES - BAD.length(), report.regions().get("zero"));
  }

  private SweepReport sweep(byte[] bytes) throws Exception {
    return sweep(bytes, BAD);
  }

  /// As a device: what is no regular file.
  private SweepReport sweep(byte[] bytes, ByteRange bad) throws Exception {
    Path file = Files.write(folder.resolve("disk"), bytes);
    SweepTarget target = new SweepTarget(folder, "disk", Optional.empty(), bytes.length);
    SweptTotals totals = new SweptTotals();
    SweepContext context = new SweepContext(OPTIONS, new Literals(Canaries.NONE), totals.hits());
    try (FileChannel disk = new FailingDisk(FileChannel.open(file), bad)) {
      new TargetSweep(target, InputStream.nullInputStream(), context, done -> {}, totals)
          .run(disk, ContentType.UNKNOWN);
    }
    return totals.report(OPTIONS, 0);
  }
}
