package dev.snapseal.tools.salvage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.BucketBuilder;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.etcd.RevisionKey;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.InputOptions;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What the command says and answers with.
final class SalvageCommandTest {
  @TempDir private Path folder;

  static Set<String> clusters() {
    return Set.copyOf(DamagedCopy.CLUSTERS);
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void aSoundBackupMissesNothing(String cluster) throws Exception {
    Path source = DamagedCopy.source(cluster);
    ProgramRun run = ProgramRun.of("salvage", source, "--output", saved(), "-o", "json");
    assertEquals(0, run.code(), run::err);
    JsonNode report = run.json();
    assertEquals("snapseal.salvage/1", report.get("schema").asString());
    assertEquals("meta", report.get("source").get("rootFrom").asString());
    assertTrue(report.get("complete").asBoolean());
    assertTrue(report.get("verified").get("sourceValues").asBoolean());
    assertEquals(
        "etcdutl snapshot restore %s --data-dir restored".formatted(saved()),
        report.get("restore").asString());
    assertEquals(0, report.get("records").get("orphaned").asLong());
    assertEquals(0, report.get("missing").get("revisionCount").asLong());
    assertEquals(Files.size(saved()), report.get("output").get("sizeBytes").asLong());
    assertEquals(records(PlainTree.of(source)), records(PlainTree.of(saved())));
    assertEquals(hashOf(source), hashOf(saved()), "the hash over all buckets that etcdutl prints");
  }

  private static long hashOf(Path file) {
    return ProgramRun.of("info", "-o", "json", file).json().get("hash").asLong();
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void withoutMetaPagesNothingElseIsMissing(String cluster) throws Exception {
    DamagedCopy damaged = DamagedCopy.without(folder, cluster, Set.of(0, 1));
    byte[] before = Files.readAllBytes(damaged.path());
    ProgramRun run = salvage(damaged);
    assertEquals(1, run.code(), run::err);
    JsonNode report = run.json();
    assertTrue(report.get("complete").asBoolean());
    assertFalse(report.get("verified").get("sourceValues").asBoolean());
    assertEquals(2, report.get("missing").get("metaPages").size());
    assertEquals("page-headers", report.get("source").get("pageSizeFrom").asString());
    assertEquals("image", report.get("source").get("rootFrom").asString());
    assertEquals(records(damaged.truth()), records(PlainTree.of(saved())));
    assertArrayEquals(before, Files.readAllBytes(damaged.path()));
  }

  /// An older root may be all that is left, and nothing says so but what it does not lead to.
  @ParameterizedTest
  @MethodSource("clusters")
  void withoutMetaPagesAndRootNothingIsCalledCompleteThatIsNot(String cluster) throws Exception {
    int root = PlainTree.of(DamagedCopy.source(cluster)).rootPage();
    DamagedCopy damaged = DamagedCopy.without(folder, cluster, Set.of(0, 1, root));
    ProgramRun run = salvage(damaged);
    assertEquals(run.json().get("complete").asBoolean() ? 1 : 3, run.code(), run::err);
    if (run.json().get("complete").asBoolean()) {
      assertHoldsAll(damaged);
    }
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void withoutItsRootPageEveryRecordIsSaved(String cluster) throws Exception {
    PlainTree truth = PlainTree.of(DamagedCopy.source(cluster));
    DamagedCopy damaged = DamagedCopy.without(folder, cluster, Set.of(truth.rootPage()));
    ProgramRun run = salvage(damaged);
    assertEquals(3, run.code(), run::err);
    assertHoldsAll(damaged);
    JsonNode lost = run.json().get("missing").get("pages").get(0);
    assertEquals(truth.rootPage(), lost.get("page").asInt());
    assertEquals("zeroes", lost.get("why").asString());
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void withoutAnyRootBucketsAreTheOnlyThingMade(String cluster) throws Exception {
    Set<Integer> pages = new HashSet<>(DamagedCopy.allRoots(cluster));
    pages.addAll(Set.of(0, 1));
    DamagedCopy damaged = DamagedCopy.without(folder, cluster, pages);
    ProgramRun run = salvage(damaged);
    assertEquals(3, run.code(), run::err);
    assertHoldsAll(damaged);
    for (JsonNode bucket : run.json().get("buckets")) {
      boolean isKey = bucket.get("name").asString().equals("key");
      assertEquals(isKey ? "pages" : "made", bucket.get("from").asString());
    }
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void withoutTheRootOfBucketKeyItsLeavesAreFound(String cluster) throws Exception {
    PlainTree truth = PlainTree.of(DamagedCopy.source(cluster));
    DamagedCopy damaged = DamagedCopy.without(folder, cluster, Set.of(truth.keyRootPage()));
    ProgramRun run = salvage(damaged);
    assertEquals(3, run.code(), run::err);
    assertHoldsAll(damaged);
    assertEquals(0, run.json().get("records").get("reached").asLong());
  }

  @Test
  void freeBringsBackWhatWasCompacted() throws Exception {
    Path source = TestData.cluster("remnant-3.6").finalDb();
    ProgramRun run =
        ProgramRun.of("salvage", source, "--output", saved(), "--include", "free", "-o", "json");
    assertEquals(0, run.code(), run::err);
    String all = Files.readString(saved(), StandardCharsets.ISO_8859_1);
    JsonNode truth = ProgramRun.parse(TestData.resource("clusters/remnant-3.6/truth.json"));
    for (JsonNode canary : truth.get("canaries")) {
      assertTrue(all.contains(canary.asString()), "a deleted password");
    }
    assertEquals(0, ProgramRun.of("check", "--values", saved()).code());
  }

  @Test
  void aCutFileIsSavedAsFarAsItGoes() throws Exception {
    byte[] bytes = Files.readAllBytes(DamagedCopy.source("etcd-3.6/final.db"));
    Path cut = Files.write(folder.resolve("cut.db"), Arrays.copyOf(bytes, bytes.length / 2));
    PlainTree truth = PlainTree.of(bytes);
    Set<Integer> gone = new HashSet<>();
    for (int page = bytes.length / 2 / PlainTree.PAGE; page < truth.pages(); page++) {
      gone.add(page);
    }
    ProgramRun run = salvage(new DamagedCopy(cut, truth, gone));
    assertEquals(3, run.code(), run::err);
    assertEquals(
        truth.pages() - bytes.length / 2 / PlainTree.PAGE,
        run.json().get("missing").get("pagesBehindEnd").asInt());
    assertHoldsAll(new DamagedCopy(cut, truth, gone));
  }

  /// A copy of a live file: its other meta page names the tree of one commit before.
  @Test
  void withoutItsNewestRootTheTreeOfTheOlderMetaPageIsFollowed() throws Exception {
    byte[] db = databaseOf("clusters/etcd-3.6/data-dir.tar.zst");
    ByteBuffer pages = ByteBuffer.wrap(db).order(ByteOrder.LITTLE_ENDIAN);
    int newest = pages.getLong(64) > pages.getLong(PlainTree.PAGE + 64) ? 0 : PlainTree.PAGE;
    int root = (int) pages.getLong(newest + 32) * PlainTree.PAGE;
    Arrays.fill(db, root, root + PlainTree.PAGE, (byte) 0);
    Path damaged = Files.write(folder.resolve("db"), db);
    ProgramRun run = ProgramRun.of("salvage", damaged, "--output", saved(), "-o", "json");
    assertEquals(3, run.code(), run::err);
    assertEquals("older-meta", run.json().get("source").get("rootFrom").asString());
    assertEquals(
        records(PlainTree.of(DamagedCopy.source("etcd-3.6/final.db"))),
        records(PlainTree.of(saved())));
  }

  private static byte[] databaseOf(String packed) throws Exception {
    try (BackupInput input =
        BackupInput.open(
            TestData.resource(packed).toString(),
            InputStream.nullInputStream(),
            InputOptions.standard())) {
      return input.onlyImage().bytes().toArray(ValueLayout.JAVA_BYTE);
    }
  }

  @Test
  void textNamesWhatIsMissing() throws Exception {
    PlainTree truth = PlainTree.of(DamagedCopy.source("etcd-3.6/final.db"));
    PlainTree.Leaf large =
        truth.leaves().stream().filter(leaf -> leaf.span() > 1).findFirst().orElseThrow();
    DamagedCopy damaged =
        DamagedCopy.without(folder, "etcd-3.6/final.db", Set.of(large.page() + 1));
    ProgramRun run = ProgramRun.of("salvage", damaged.path(), "--output", saved());
    assertEquals(3, run.code(), run::err);
    assertTrue(run.out().contains("\nroot      page "), run::out);
    assertTrue(run.out().contains("\nmissing   revision "), run::out);
    assertTrue(run.out().contains("/registry/"), run::out);
    assertTrue(run.out().contains("its trailer does not prove them"), run::out);
    assertTrue(
        run.out()
            .endsWith(
                "\nrestore   etcdutl snapshot restore %s --data-dir restored --bump-revision"
                        .formatted(saved())
                    + " 1000000000 --mark-compacted\n"),
        run::out);
    assertEquals("", run.err());
  }

  @Test
  void aWrongElementCountIsMendedAndNamed() throws Exception {
    BuiltSnapshot sound = live(EtcdBuilder.of(EtcdVersion.V3_6).put("a", "1").put("b", "2"));
    long leaf = sound.bucket("key").root();
    ProgramRun run = salvage(sound.surgeon().page(leaf).count(0).bytes());
    assertEquals(1, run.code(), run::err);
    assertTrue(run.out().contains("\nmissing   nothing\n"), run::out);
    assertTrue(
        run.out()
            .contains(
                "\nwrong     page %d of bucket key: its header says 0 elements, it has 2;"
                    .formatted(leaf)),
        run::out);
    assertTrue(run.out().contains("; 2 written\n"), run::out);
  }

  @Test
  void aMissingBucketIsNamedWithWhatItMeans() throws Exception {
    EtcdBuilder store = EtcdBuilder.of(EtcdVersion.V3_6).put("a", "1").withoutBucket("auth");
    ProgramRun run = salvage(live(store).bytes());
    assertEquals(3, run.code(), run::err);
    assertTrue(
        run.out().contains("\nmissing   bucket auth: authentication is off in the new file\n"),
        run::out);
    assertTrue(run.out().contains("\nmade      buckets auth\n"), run::out);
  }

  @Test
  void whatEtcdMakesAgainIsNotMissing() throws Exception {
    EtcdBuilder store = EtcdBuilder.of(EtcdVersion.V3_6).put("a", "1").withoutBucket("cluster");
    ProgramRun run = salvage(live(store).bytes());
    assertEquals(0, run.code(), run::err);
    assertTrue(run.out().contains("\nmade      buckets cluster\n"), run::out);
  }

  @Test
  void aLastRevisionBelowTheCompactedOneIsALoss() throws Exception {
    EtcdBuilder store =
        EtcdBuilder.of(EtcdVersion.V3_6)
            .put("a", "1")
            .row("meta", "finishedCompactRev", RevisionKey.put(90, 0));
    ProgramRun run = salvage(live(store).bytes());
    assertEquals(3, run.code(), run::err);
    assertTrue(
        run.out()
            .contains("\nmissing   the record of revision 90, which the file is compacted to\n"),
        run::out);
  }

  @Test
  void belowOneMetaPageTheLastCommitMayBeMissing() throws Exception {
    BuiltSnapshot sound = live(EtcdBuilder.of(EtcdVersion.V3_6).put("a", "1"));
    ProgramRun run = salvage(sound.surgeon().page(1).zero().bytes());
    assertEquals(3, run.code(), run::err);
    assertTrue(run.out().contains("\nmissing   perhaps the last commit: "), run::out);
  }

  @Test
  void withoutMetaPagesTheTextDoesNotContradictItself() throws Exception {
    ProgramRun run =
        salvage(
            Files.readAllBytes(
                DamagedCopy.without(folder, "zoo-1.36/zoo.db", Set.of(0, 1)).path()));
    assertEquals(1, run.code(), run::err);
    assertTrue(run.out().contains("\nmissing   nothing\n"), run::out);
    assertTrue(run.out().contains("\nwrong     both meta pages are damaged: page "), run::out);
    assertTrue(run.out().contains("\nwrong     the trailer is invalid"), run::out);
  }

  /// A file as a member has it, whose bucket `key` is a page.
  private static BuiltSnapshot live(EtcdBuilder store) {
    return store
        .keyBucket(BucketBuilder::ownPages)
        .backend(SnapshotBuilder.dataDirectory())
        .build();
  }

  private ProgramRun salvage(byte[] file) throws Exception {
    Path path = Files.write(folder.resolve("live.db"), file);
    return ProgramRun.of("salvage", path, "--output", saved());
  }

  @Test
  void nothingOfEtcdIsRefused() throws Exception {
    Path zeroes = Files.write(folder.resolve("zeroes"), new byte[100_000]);
    ProgramRun run = ProgramRun.of("salvage", zeroes, "--output", saved());
    assertEquals(4, run.code());
    assertEquals(
        """
        error: [%s] there is nothing of etcd in it
        hint:  restore from another backup
        """
            .formatted(zeroes),
        run.err());
    assertFalse(Files.exists(saved()));
  }

  @Test
  void theInputAndWhatExistsAreNeverReplaced() throws Exception {
    DamagedCopy damaged = DamagedCopy.without(folder, "zoo-1.36/zoo.db", Set.of(0, 1));
    assertEquals(6, ProgramRun.of("salvage", damaged.path(), "--output", damaged.path()).code());
    assertEquals(
        6, ProgramRun.of("salvage", damaged.path(), "--output", damaged.path(), "--force").code());
    Files.createFile(saved());
    assertEquals(6, ProgramRun.of("salvage", damaged.path(), "--output", saved()).code());
    assertEquals(0, Files.size(saved()));
    assertEquals(
        1, ProgramRun.of("salvage", damaged.path(), "--output", saved(), "--force").code());
  }

  @Test
  void anOutputMustBeNamed() {
    ProgramRun run = ProgramRun.of("salvage", "x.db");
    assertEquals(2, run.code());
    assertEquals(
        """
        error: --output is missing
        hint:  name the new snapshot: --output saved.db
        """,
        run.err());
  }

  @Test
  void checkAndEveryOtherCommandLeadHere() throws Exception {
    Path zeroed = DamagedCopy.without(folder, "zoo-1.36/zoo.db", Set.of(0, 1)).path();
    ProgramRun run = ProgramRun.of("info", zeroed);
    assertEquals(4, run.code());
    assertTrue(
        run.err()
            .contains(
                "hint:  if it was a backup: snapseal salvage " + zeroed + " --output saved.db\n"),
        run::err);
  }

  private ProgramRun salvage(DamagedCopy damaged) {
    return ProgramRun.of("salvage", damaged.path(), "--output", saved(), "-o", "json");
  }

  private Path saved() {
    return folder.resolve("saved.db");
  }

  private static Map<String, String> records(PlainTree tree) {
    return tree.surviving(Set.of());
  }

  private void assertHoldsAll(DamagedCopy damaged) throws Exception {
    Map<String, String> found = new TreeMap<>(records(PlainTree.of(saved())));
    found.keySet().retainAll(damaged.truth().surviving(damaged.destroyed()).keySet());
    assertEquals(damaged.truth().surviving(damaged.destroyed()), found);
  }
}
