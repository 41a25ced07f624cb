package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.SnapshotBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SnapshotPropertyTest {

  @Property(tries = 300)
  void whatIsBuiltIsRead(
      @ForAll
          Map<
                  @StringLength(min = 1, max = 12) @CharRange(from = 'a', to = 'c') String,
                  @StringLength(max = 60) @CharRange(from = 'x', to = 'z') String>
              rows,
      @ForAll @IntRange(min = 1, max = 6) int perLeaf,
      @ForAll @IntRange(min = 2, max = 4) int perBranch,
      @ForAll FreelistForm freelist,
      @ForAll @Size(max = 3) List<@IntRange(max = 3) Integer> free)
      throws IOException {
    SnapshotBuilder builder =
        SnapshotBuilder.snapshot()
            .pageSize(512)
            .freelist(freelist)
            .bucket(
                "tree",
                bucket -> {
                  rows.forEach(bucket::put);
                  bucket.fanOut(perLeaf, perBranch);
                })
            .bucket("plain", bucket -> rows.forEach(bucket::put));
    free.forEach(builder::freePages);
    BuiltSnapshot built = builder.build();
    Snapshot snapshot = TestFiles.open(built);
    assertEquals(new HashMap<>(Map.of("tree", rows, "plain", rows)), TestFiles.contents(snapshot));
    assertEquals(List.of(), SnapshotChecker.check(snapshot, CheckOptions.structure()).findings());
    assertEquals(built.freePages().size(), PageUsage.survey(snapshot).counts().free());
  }
}
