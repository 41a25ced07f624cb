package dev.snapseal.snapshot.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.Nesting;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotCheckerTest {

  @ParameterizedTest
  @CsvSource({
    "etcd-3.5/0-plain.db, 130",
    "etcd-3.5/2-cbc2.db, 252",
    "etcd-3.5/5-stamp.db, 331",
    "etcd-3.5/final.db, 452",
    "etcd-3.6/0-plain.db, 131",
    "etcd-3.6/2-cbc2.db, 253",
    "etcd-3.6/5-stamp.db, 332",
    "etcd-3.6/final.db, 453",
    "remnant-3.6/remnant.db, 306",
    "zoo-1.36/zoo.db, 442",
  })
  void aRealBackupHasNothingToFind(String file, long elements) throws IOException {
    Path path = TestData.resource("clusters/" + file);
    AtomicLong pages = new AtomicLong();
    try (Snapshot snapshot = Snapshot.open(path)) {
      CheckReport report =
          SnapshotChecker.check(snapshot, CheckOptions.records().reporting(pages::addAndGet));
      assertEquals(List.of(), report.findings());
      assertEquals(0, report.errors() + report.warnings());
      assertTrue(report.valuesChecked() > 100 && report.valuesChecked() < elements);
      assertEquals(report.pagesChecked(), pages.get() + 2);
    }
  }

  @Test
  void theNeighboursOfABadElementAreStillChecked() throws IOException {
    BuiltSnapshot sound = store(30);
    long leaf = sound.bucket("key").leaves().getFirst();
    byte[] damaged =
        sound.surgeon().element(leaf, 1).pos(70_000).element(leaf, 3).keyByte(8, '-').bytes();
    CheckReport report = check(damaged, CheckOptions.records());
    assertEquals(
        List.of(StructureRule.ELEMENT_OUT_OF_PAGE, StructureRule.REVISION_KEY),
        rules(report).stream().filter(r -> r != StructureRule.TRAILER_MISMATCH).toList());
    assertEquals(29, report.valuesChecked());
  }

  @Test
  void aPageUsedThreeTimesIsReportedTwice() throws IOException {
    BuiltSnapshot sound = store(30);
    long branch = sound.bucket("key").branches().getFirst();
    PageSurgeon surgeon = sound.surgeon();
    long first = surgeon.element(branch, 0).child();
    byte[] damaged =
        surgeon.element(branch, 1).child(first).element(branch, 2).child(first).bytes();
    CheckReport report = check(damaged, CheckOptions.structure());
    assertEquals(
        2, rules(report).stream().filter(r -> r == StructureRule.PAGE_MULTIPLE_REFERENCES).count());
  }

  /// The trees are checked all the same, and the first page that both use is named.
  @Test
  void aFreelistThatTakesPagesOfATreeIsFound() throws IOException {
    BuiltSnapshot sound = etcd(30).backend(SnapshotBuilder.snapshot().leadingFreePages(1)).build();
    PageSurgeon surgeon = sound.surgeon().page(2).id(2).page(2).flags(0x10);
    surgeon.page(2).overflow(sound.rootBucket().root() - 2).meta(0).freelist(2).reseal();
    CheckReport report = check(surgeon.resealTrailer().bytes(), CheckOptions.records());
    Finding finding =
        report.findings().stream()
            .filter(f -> f.rule() == StructureRule.PAGE_MULTIPLE_REFERENCES)
            .findFirst()
            .orElseThrow();
    assertEquals(OptionalLong.of(3), finding.page());
    assertEquals(
        "page is in use already and referred to again by page 2 at byte 8204", finding.message());
    assertEquals(30, report.valuesChecked());
  }

  @Test
  void aDamagedTreeWhosePredecessorIsIntactIsSaidToHaveOne() throws IOException {
    BuiltSnapshot sound = dataDirectory();
    byte[] damaged = sound.surgeon().page(sound.bucket("key").root()).zero().bytes();
    CheckReport report = check(damaged, CheckOptions.structure());
    assertTrue(report.hasErrors());
    assertEquals(
        Optional.of(11L), report.intactOlderTree().map(dev.snapseal.snapshot.page.MetaPage::txid));
  }

  @Test
  void aDamagedPredecessorIsNoWayBack() throws IOException {
    BuiltSnapshot sound = dataDirectory();
    byte[] damaged =
        sound
            .surgeon()
            .page(sound.bucket("key").root())
            .zero()
            .page(sound.bucket("older:key").root())
            .zero()
            .bytes();
    assertEquals(Optional.empty(), check(damaged, CheckOptions.structure()).intactOlderTree());
  }

  @Test
  void aTruncatedFileIsCheckedAsFarAsItGoes() throws IOException {
    BuiltSnapshot sound = store(200);
    int half = sound.bytes().length / 2 / sound.pageSize() * sound.pageSize();
    byte[] file = sound.surgeon().truncate(half).bytes();
    CheckReport report = check(file, CheckOptions.structure());
    assertTrue(rules(report).contains(StructureRule.FILE_TRUNCATED));
    assertTrue(report.hasErrors());
  }

  @Test
  void findingsBeyondTheLimitAreCounted() throws IOException {
    SnapshotBuilder builder =
        SnapshotBuilder.snapshot()
            .pageSize(512)
            .freelist(FreelistForm.STORED)
            .freePages(3000)
            .bucket("key", bucket -> bucket.put("a", "b"));
    BuiltSnapshot sound = builder.build();
    long freelist = sound.freelistPage().orElseThrow();
    PageSurgeon surgeon = sound.surgeon();
    for (int i = 0; i < 3000; i++) {
      surgeon.freelistEntry(freelist, i, 1);
    }
    CheckReport report = check(surgeon.resealTrailer().bytes(), CheckOptions.structure());
    assertEquals(3001, report.errors());
    assertEquals(CheckReport.MAX_FINDINGS, report.findings().size());
    assertEquals(2001, report.findingsOmitted());
  }

  @Test
  void theVisitorGetsEveryRecordAndEveryMalformedOne() throws IOException {
    BuiltSnapshot sound = store(30);
    long leaf = sound.bucket("key").leaves().getFirst();
    byte[] damaged = sound.surgeon().element(leaf, 1).valueByte(0, 0x0B).bytes();
    List<String> seen = new ArrayList<>();
    check(
        damaged,
        CheckOptions.structure()
            .visiting(
                new RecordVisitor() {
                  @Override
                  public void record(RevisionRecord record) {
                    seen.add(record.revision().toString());
                  }

                  @Override
                  public void malformed(MalformedRecordException fault) {
                    seen.add("malformed");
                  }
                }));
    assertEquals(30, seen.size());
    assertEquals(List.of("2/0", "malformed", "4/0"), seen.subList(0, 3));
  }

  @Test
  void whatIsTooDeepIsReportedAndTheRestChecked() throws IOException {
    CheckReport nested = check(Nesting.of(18).build().bytes(), CheckOptions.structure());
    assertEquals(List.of(StructureRule.BUCKET_TOO_DEEP), rules(nested));
    BuiltSnapshot deep =
        SnapshotBuilder.snapshot()
            .bucket("deep", bucket -> bucket.put("a", "b").depth(65))
            .bucket("key", bucket -> bucket.fill("k", 9, 9).fanOut(2, 2))
            .build();
    long leaf = deep.bucket("key").leaves().getFirst();
    byte[] file = deep.surgeon().page(leaf).plantInSlack(new byte[] {1}).resealTrailer().bytes();
    assertEquals(
        List.of(StructureRule.TREE_TOO_DEEP, StructureRule.SLACK_NOT_ZERO),
        rules(check(file, CheckOptions.structure())));
  }

  /// bbolt believes a sealed meta page and panics; with the other page the file can be read.
  @Test
  void aSealedMetaPageWithAWrongPageSizeIsAnError() throws IOException {
    byte[] file = store(9).surgeon().meta(0).pageSize(128).reseal().resealTrailer().bytes();
    CheckReport report = check(file, CheckOptions.records());
    assertEquals(List.of(StructureRule.META_PAGE_SIZE), rules(report));
    assertTrue(report.hasErrors());
    assertEquals(9, report.valuesChecked());
  }

  @Test
  void aLeaseUnderAnotherIdIsReported() throws IOException {
    byte[] id = ByteBuffer.allocate(8).putLong(77).array();
    EtcdBuilder etcd =
        EtcdBuilder.of(EtcdVersion.V3_6).put("a", "1").row("lease", id, new byte[] {8, 78, 16, 60});
    CheckReport report = check(etcd.snapshot().bytes(), CheckOptions.records());
    assertEquals(List.of(StructureRule.LEASE_ROW), rules(report));
  }

  /// Elements that all claim the same large value would otherwise be read thousands of times over.
  @Test
  void elementsThatShareOneLargeValueCostNoMoreThanTheFileIsLong() throws IOException {
    BuiltSnapshot sound =
        SnapshotBuilder.snapshot()
            .bucket("key", bucket -> bucket.fill("k", 65_000, 100).fanOut(65_000, 2))
            .build();
    long leaf = sound.bucket("key").leaves().getFirst();
    byte[] file = sound.bytes();
    ByteBuffer buffer = ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    int start = (int) leaf * sound.pageSize();
    int dataStart = 16 + 16 * Short.toUnsignedInt(buffer.getShort(start + 10));
    int end = (1 + buffer.getInt(start + 12)) * sound.pageSize();
    for (int at = 16; at < dataStart; at += 16) {
      buffer.putInt(start + at + 4, dataStart - at);
      buffer.putInt(start + at + 12, end - dataStart - 6);
    }
    long before = System.nanoTime();
    CheckReport report = check(file, CheckOptions.records());
    assertTrue(rules(report).contains(StructureRule.ELEMENT_OVERLAP));
    assertTrue(System.nanoTime() - before < 10_000_000_000L, "took more than 10 s");
  }

  private static BuiltSnapshot store(int records) {
    return etcd(records).snapshot();
  }

  private static EtcdBuilder etcd(int records) {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6).keyBucket(bucket -> bucket.fanOut(5, 4));
    for (int i = 0; i < records; i++) {
      etcd.put("/registry/configmaps/a/" + i, "value " + i);
    }
    return etcd;
  }

  private static BuiltSnapshot dataDirectory() {
    return SnapshotBuilder.dataDirectory()
        .txid(12)
        .bucket("key", bucket -> bucket.put("a", "new").ownPages())
        .olderTree(root -> root.bucket("key", bucket -> bucket.put("a", "old").ownPages()))
        .build();
  }

  private static CheckReport check(byte[] file, CheckOptions options) throws IOException {
    return SnapshotChecker.check("test.db", MemorySegment.ofArray(file), options);
  }

  private static List<StructureRule> rules(CheckReport report) {
    return report.findings().stream().map(Finding::rule).toList();
  }
}
