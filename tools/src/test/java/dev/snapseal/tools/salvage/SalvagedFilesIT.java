package dev.snapseal.tools.salvage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.rewrite.LoneEtcd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Real backups with destroyed pages: what is saved of them is complete, and bbolt and etcd live
/// with it. What must be saved is computed from the undamaged file, without anything of the
/// program.
final class SalvagedFilesIT {
  private static final int SEEDS = 50;

  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneInTenPagesMayBeGone(long seed) throws Exception {
    String cluster = DamagedCopy.CLUSTERS.get((int) (seed % DamagedCopy.CLUSTERS.size()));
    DamagedCopy damaged = DamagedCopy.randomly(folder, cluster, seed);
    Path saved = folder.resolve("saved.db");
    salvage(damaged, saved);
    assertHolds(saved, damaged);
    checkWith("bbolt-v1.5.0", saved);
  }

  static Stream<Arguments> damages() {
    List<Arguments> damages = new ArrayList<>();
    for (String server : List.of("3.4", "3.6")) {
      damages.add(Arguments.of("metas", "etcd-3.5/final.db", server));
      damages.add(Arguments.of("root", "remnant-3.6/remnant.db", server));
      damages.add(Arguments.of("all roots", "etcd-3.6/final.db", server));
    }
    damages.add(Arguments.of("seed 1", "etcd-3.6/final.db", "3.6"));
    damages.add(Arguments.of("seed 3", "zoo-1.36/zoo.db", "3.4"));
    damages.add(Arguments.of("seed 6", "remnant-3.6/remnant.db", "3.6"));
    return damages.stream();
  }

  @ParameterizedTest
  @MethodSource("damages")
  void etcdServesWhatWasSaved(String damage, String cluster, String server) throws Exception {
    DamagedCopy damaged = damaged(damage, cluster);
    Path saved = folder.resolve("saved.db");
    JsonNode report = salvage(damaged, saved);
    assertHolds(saved, damaged);
    checkWith("bbolt-v1.4.3", saved);
    checkWith("bbolt-v1.5.0", saved);
    boolean isOld = server.equals("3.4");
    try (LoneEtcd etcd =
        LoneEtcd.restored(
            saved,
            folder.resolve("restored"),
            isOld ? "etcdctl" : LoneEtcd.peer("etcdutl"),
            isOld ? "etcd" : LoneEtcd.peer("etcd"))) {
      assertServes(etcd, saved, report.get("revisions").get("last").asLong());
      assertTakesWrites(etcd);
    }
  }

  private DamagedCopy damaged(String damage, String cluster) throws Exception {
    PlainTree truth = PlainTree.of(DamagedCopy.source(cluster));
    return switch (damage) {
      case "metas" -> DamagedCopy.without(folder, cluster, Set.of(0, 1));
      case "root" -> DamagedCopy.without(folder, cluster, Set.of(truth.rootPage()));
      case "all roots" -> {
        Set<Integer> pages = new HashSet<>(DamagedCopy.allRoots(cluster));
        pages.addAll(Set.of(0, 1));
        yield DamagedCopy.without(folder, cluster, pages);
      }
      default ->
          DamagedCopy.randomly(folder, cluster, Long.parseLong(damage.substring("seed ".length())));
    };
  }

  private static JsonNode salvage(DamagedCopy damaged, Path saved) {
    ProgramRun run = ProgramRun.of("salvage", damaged.path(), "--output", saved, "-o", "json");
    assertTrue(run.code() == 3 || run.code() == 1, run::err);
    return run.json();
  }

  private static void assertHolds(Path saved, DamagedCopy damaged) throws Exception {
    Map<String, String> found = new TreeMap<>();
    PlainTree.of(saved).leaves().forEach(leaf -> found.putAll(leaf.records()));
    Map<String, String> wanted = damaged.truth().surviving(damaged.destroyed());
    wanted.forEach((key, value) -> assertEquals(value, found.get(key), "a surviving record"));
  }

  private void checkWith(String bbolt, Path saved) throws Exception {
    assertEquals(
        "OK", LoneEtcd.run(folder, LoneEtcd.peer(bbolt), "check", saved.toString()).strip());
  }

  /// Every key of the file that its last record does not delete, and no other.
  private static void assertServes(LoneEtcd etcd, Path saved, long revision) throws Exception {
    Map<String, String> live = new TreeMap<>();
    for (PlainTree.Leaf leaf : PlainTree.of(saved).leaves()) {
      leaf.records().forEach((key, value) -> apply(key, value, live));
    }
    List<String> served =
        etcd.keys(revision).stream().map(line -> line.substring(0, line.indexOf(' '))).toList();
    assertEquals(List.copyOf(live.keySet()), served.stream().sorted().toList());
  }

  private static void apply(String key, String value, Map<String, String> live) {
    // Field 1 comes first, and keys here are shorter than 16 KiB.
    int low = value.charAt(1);
    int length = low < 0x80 ? low : (low & 0x7F) | value.charAt(2) << 7;
    int start = low < 0x80 ? 2 : 3;
    String name = value.substring(start, start + length);
    if (key.endsWith("t") && key.length() == 18) {
      live.remove(name);
    } else {
      live.put(name, value);
    }
  }

  private static void assertTakesWrites(LoneEtcd etcd) throws Exception {
    String key = Base64.getEncoder().encodeToString("written-after".getBytes(UTF_8));
    etcd.ask("kv/put", "{\"key\":\"" + key + "\",\"value\":\"" + key + "\"}");
    JsonNode answer = etcd.ask("kv/range", "{\"key\":\"" + key + "\"}");
    assertEquals(key, answer.get("kvs").get(0).get("value").asString());
  }
}
