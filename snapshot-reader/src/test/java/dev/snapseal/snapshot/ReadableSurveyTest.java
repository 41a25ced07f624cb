package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What is left of a file when some of its pages cannot be followed.
final class ReadableSurveyTest {
  private static final int RECORDS = 24;
  private static final int PER_LEAF = 4;

  private final BuiltSnapshot sound = built();
  private final List<Long> leaves = sound.bucket("key").leaves();

  @Test
  void anUnreadableLeafIsNamedAndFreeAndTheOthersAreRead() throws IOException {
    Survey survey = survey(sound.surgeon().page(leaves.get(2)).zero());
    assertEquals(1, survey.unread().count());
    CorruptSnapshotException fault = survey.unread().kept().getFirst();
    assertEquals(StructureRule.PAGE_ID, fault.rule());
    assertEquals(OptionalLong.of(leaves.get(2)), fault.pageId());
    assertEquals(RECORDS - PER_LEAF, survey.revisions().size());
    assertFalse(survey.usage().isReachable(leaves.get(2)));
  }

  @Test
  void whatIsBelowAnUnreadableBranchIsFreeToo() throws IOException {
    long branch = sound.bucket("key").branches().getFirst();
    Survey survey = survey(sound.surgeon().page(branch).flags(0));
    assertEquals(1, survey.unread().count());
    assertTrue(survey.revisions().size() < RECORDS, "some records are lost");
    long free = survey.usage().counts().free();
    assertEquals((RECORDS - survey.revisions().size()) / PER_LEAF + 1, free);
  }

  @Test
  void anUnreadableRootOfABucketLosesOnlyThatBucket() throws IOException {
    Survey survey = survey(sound.surgeon().page(sound.bucket("key").root()).zero());
    assertEquals(1, survey.unread().count());
    assertEquals(Set.of(), survey.revisions());
    assertEquals(sound.highWaterMark() - 3, survey.usage().counts().free());
  }

  @Test
  void anUnreadableRootOfAllBucketsEndsTheSurvey() {
    PageSurgeon surgeon = sound.surgeon().page(sound.rootBucket().root()).zero();
    CorruptSnapshotException fault =
        assertThrows(CorruptSnapshotException.class, () -> survey(surgeon));
    assertEquals(OptionalLong.of(sound.rootBucket().root()), fault.pageId());
  }

  @Test
  void aPageThatTwoRefersToIsReadOnceAndNamed() throws IOException {
    long branch = sound.bucket("key").branches().getFirst();
    Survey survey = survey(sound.surgeon().element(branch, 1).child(leaves.getFirst()));
    assertEquals(StructureRule.PAGE_MULTIPLE_REFERENCES, survey.unread().kept().getFirst().rule());
    assertEquals(RECORDS - PER_LEAF, survey.revisions().size());
  }

  /// Each reference costs nothing more, so that a crafted file cannot make a reader work for hours.
  @Test
  void aBadPageIsLookedAtOnceHoweverManyReferToIt() throws IOException {
    long branch = sound.bucket("key").branches().getFirst();
    PageSurgeon surgeon =
        sound.surgeon().page(leaves.getFirst()).zero().element(branch, 1).child(leaves.getFirst());
    assertEquals(1, survey(surgeon).unread().count());
  }

  @Test
  void anUnreadableFreelistIsNamedAndLosesNoRecord() throws IOException {
    BuiltSnapshot listed =
        etcd().backend(SnapshotBuilder.snapshot().freelist(FreelistForm.STORED)).build();
    Survey survey = survey(listed.surgeon().page(listed.freelistPage().orElseThrow()).zero());
    assertEquals(1, survey.unread().count());
    assertEquals(RECORDS, survey.revisions().size());
  }

  @Test
  void aFreelistThatTakesPagesOfATreeIsNamedAndTheTreesAreRead() throws IOException {
    Survey survey = survey(withFreelistOverTheRoot());
    assertEquals(1, survey.unread().count());
    CorruptSnapshotException fault = survey.unread().kept().getFirst();
    assertEquals(StructureRule.PAGE_MULTIPLE_REFERENCES, fault.rule());
    assertEquals(OptionalLong.of(2), fault.pageId());
    assertEquals(RECORDS, survey.revisions().size());
    assertEquals(1, survey.usage().counts().free());
  }

  @Test
  void aLeafThatRunsOverTheFreelistKeepsItsRecords() throws IOException {
    BuiltSnapshot listed =
        etcd()
            .backend(SnapshotBuilder.snapshot().freelist(FreelistForm.STORED).freePages(1))
            .build();
    long freelist = listed.freelistPage().orElseThrow();
    long root = listed.rootBucket().root();
    assertTrue(root < freelist);
    Survey survey = survey(listed.surgeon().page(root).overflow(freelist - root));
    assertEquals(OptionalLong.of(freelist), survey.unread().kept().getFirst().pageId());
    assertEquals(RECORDS, survey.revisions().size());
  }

  private static PageSurgeon withFreelistOverTheRoot() {
    BuiltSnapshot built = etcd().backend(SnapshotBuilder.snapshot().leadingFreePages(1)).build();
    long root = built.rootBucket().root();
    return built
        .surgeon()
        .page(2)
        .id(2)
        .page(2)
        .flags(0x10)
        .page(2)
        .overflow(root - 2)
        .meta(0)
        .freelist(2)
        .reseal();
  }

  private record Survey(PageUsage usage, UnreadPages unread, Set<Long> revisions) {}

  /// The survey of a damaged file; checks that its bytes add up.
  private static Survey survey(PageSurgeon surgeon) throws IOException {
    Snapshot snapshot = TestFiles.open(surgeon.bytes());
    UnreadPages unread = new UnreadPages(snapshot);
    Revisions surveyed = new Revisions();
    RevisionLeaves leaves = new RevisionLeaves(snapshot);
    PageUsage usage =
        PageUsage.surveyReadable(snapshot, unread, snapshot.recordsOf(surveyed), leaves);
    Revisions read = new Revisions();
    for (Snapshot.RevisionPart part : leaves.parts(3)) {
      part.forEach(read);
    }
    assertEquals(surveyed.mains, read.mains);
    assertEquals(snapshot.length(), usage.regions().stream().mapToLong(FileRegion::bytes).sum());
    return new Survey(usage, unread, read.mains);
  }

  private static final class Revisions implements RecordVisitor {
    private final Set<Long> mains = new TreeSet<>();

    @Override
    public void record(RevisionRecord record) {
      mains.add(record.revision().main());
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      throw new AssertionError(fault);
    }
  }

  private static BuiltSnapshot built() {
    return etcd().snapshot();
  }

  private static EtcdBuilder etcd() {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    for (int i = 0; i < RECORDS; i++) {
      etcd.put("/registry/secrets/prod/s" + i, "value " + i);
    }
    return etcd.keyBucket(bucket -> bucket.fanOut(PER_LEAF, 3));
  }
}
