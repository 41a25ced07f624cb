package dev.snapseal.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Mutations;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand damaged files in one process, in the heap the program promises: declared exit codes
/// only, no stack trace, no plaintext, none slow.
final class MutatedFilesTest {
  private static final long SLOWEST_MILLIS = 10_000;

  @TempDir private Path folder;

  private final Map<Integer, Integer> runsByCode = new TreeMap<>();

  @Test
  void tenThousandMutatedFilesEndInDeclaredErrors() throws IOException {
    int files = 0;
    files += mutate(small(), 1, 0, 4600);
    files += mutate(small(), 2, 0, 4600);
    files += mutate(Files.readAllBytes(TestData.cluster("etcd-3.5").epoch("0-plain")), 3, 0, 500);
    files += mutate(Files.readAllBytes(TestData.cluster("etcd-3.6").finalDb()), 4, 0, 300);
    assertEquals(10_000, files);
    System.out.printf("%d mutated files, runs by exit code: %s%n", files, runsByCode);
    assertTrue(runsByCode.size() >= 3, "damage of every degree: " + runsByCode);
  }

  private int mutate(byte[] sound, long seed, int from, int to) {
    Mutations mutations = Mutations.of(sound, seed);
    Path config = config();
    return IntStream.range(from, to)
        .parallel()
        .map(index -> run(mutations, seed, index, config))
        .sum();
  }

  private int run(Mutations mutations, long seed, int index, Path config) {
    Path file = Planted.write(folder.resolve(seed + "-" + index), mutations.file(index));
    String format = index % 2 == 0 ? "text" : "json";
    run(what(index, seed), "audit", "-o", format, "--config", config, file);
    run(what(index, seed), "check", file);
    if (index % 10 == 0) {
      run(what(index, seed), "info", file);
    }
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return 1;
  }

  private static String what(int index, long seed) {
    return "mutation " + index + " of seed " + seed;
  }

  private void run(String what, Object... command) {
    long start = System.nanoTime();
    ProgramRun run = ProgramRun.of(command);
    long millis = (System.nanoTime() - start) / 1_000_000;
    String all = run.out() + run.err();
    synchronized (runsByCode) {
      runsByCode.merge(run.code(), 1, Integer::sum);
    }
    assertTrue(run.code() >= 0 && run.code() <= 5, what + ": " + run.code() + "\n" + run.err());
    assertTrue(!all.contains("\tat ") && !all.contains("Exception"), what + ": " + run.err());
    assertTrue(!all.contains(Planted.PASSWORD), what);
    assertTrue(millis < SLOWEST_MILLIS, what + " took " + millis + " ms");
    if (run.code() == 4) {
      assertTrue(run.err().startsWith("error: ["), what + ": " + run.err());
    }
  }

  private Path config() {
    Path config = folder.resolve("config.json");
    return Files.exists(config)
        ? config
        : Planted.write(config, mixed().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String mixed() {
    return Planted.config(
        Planted.provider("aescbc", Planted.key("c", 1)),
        Planted.provider("aesgcm", Planted.key("g", 2)),
        Planted.provider("secretbox", Planted.key("s", 3)));
  }

  /// Plain and encrypted values, old revisions, a free page, several leaves.
  private static byte[] small() {
    EtcdBuilder etcd = Planted.etcd();
    String[] configs = {
      Planted.config(Planted.provider("aescbc", Planted.key("c", 1))),
      Planted.config(Planted.provider("aesgcm", Planted.key("g", 2))),
      Planted.config(Planted.provider("secretbox", Planted.key("s", 3)))
    };
    for (int i = 0; i < 24; i++) {
      StoredObject object = Planted.secret("s" + i);
      byte[] value = i % 4 == 3 ? object.toBytes() : Planted.sealed(configs[i % 4], object);
      etcd.put(object.etcdKey(), value);
      etcd.put(object.etcdKey(), Planted.sealed(configs[i % 3], object));
    }
    StoredObject gone = Planted.secret("gone");
    return etcd.delete("/registry/secrets/prod/s5")
        .keyBucket(bucket -> bucket.fanOut(6, 4))
        .backend(
            SnapshotBuilder.snapshot().freeBytes(Planted.record(gone.etcdKey(), 9, gone.toBytes())))
        .build()
        .bytes();
  }
}
