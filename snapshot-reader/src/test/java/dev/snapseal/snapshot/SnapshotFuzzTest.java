package dev.snapseal.snapshot;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.snapseal.testdata.SnapshotBuilder;
import java.util.Arrays;

/// Any bytes behind a valid meta page, read and checked in every way.
class SnapshotFuzzTest {
  private static final int PAGE_SIZE = 512;
  private static final int MOST_PAGES = 64;

  @FuzzTest(maxDuration = "60s")
  void anyPagesBehindAValidMetaPageEndInAnAnswer(byte[] pages) {
    byte[] file =
        withMetaPages(Arrays.copyOf(pages, Math.min(pages.length, MOST_PAGES * PAGE_SIZE)));
    Reading.isSound(file);
    Reading.isClean(file);
  }

  @FuzzTest(maxDuration = "60s")
  void anyFileEndsInAnAnswer(byte[] file) {
    Reading.isSound(file);
    Reading.isClean(file);
  }

  /// The root is page 2; every page the bytes fill is in use.
  private static byte[] withMetaPages(byte[] pages) {
    int highWaterMark = 2 + Math.max(1, pages.length / PAGE_SIZE);
    byte[] metas =
        SnapshotBuilder.snapshot()
            .pageSize(PAGE_SIZE)
            .build()
            .surgeon()
            .meta(0)
            .root(2)
            .highWaterMark(highWaterMark)
            .reseal()
            .bytes();
    byte[] file = Arrays.copyOf(metas, highWaterMark * PAGE_SIZE);
    System.arraycopy(pages, 0, file, 2 * PAGE_SIZE, Math.min(pages.length, file.length - 1024));
    return file;
  }
}
