package dev.snapseal.snapshot.salvage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.salvage.SalvagedBackup.Include;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.ClusterRows;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Headers that lie about their elements, names with a wrong bit, and meta pages that are gone: no
/// record that is on its page is left out, and nothing is called whole that may not be.
final class MiscountedSalvageTest {
  private static final int PUTS = 60;

  @Test
  void whateverCountABranchOrLeafClaimsAllItsRecordsComeBack() throws IOException {
    BuiltSnapshot sound = file(store(PUTS)).build();
    Set<Long> wanted = revisions(sound.bytes());
    for (long page : pagesOfKeys(sound)) {
      int count = sound.surgeon().page(page).count();
      for (int said : wrongCounts(count)) {
        String damage = "page " + page + " has " + count + ", not " + said;
        byte[] damaged = sound.surgeon().page(page).count(said).bytes();
        try (SalvagedBackup backup = salvage(damaged)) {
          assertEquals(wanted, revisions(backup), damage);
          assertEquals(
              List.of(new Losses.MendedCount(page, Optional.of(EtcdBucket.KEY), said, count)),
              backup.losses().mended(),
              damage);
          assertEquals(0, backup.losses().pageCount(), damage);
        }
      }
    }
  }

  /// All but one in three leaves, to be quick.
  private static List<Long> pagesOfKeys(BuiltSnapshot file) {
    List<Long> pages = new ArrayList<>(file.bucket("key").branches());
    List<Long> leaves = file.bucket("key").leaves();
    for (int i = 0; i < leaves.size(); i += 3) {
      pages.add(leaves.get(i));
    }
    pages.add(leaves.getLast());
    return pages;
  }

  private static Set<Integer> wrongCounts(int count) {
    Set<Integer> wrong = new LinkedHashSet<>(List.of(0, count + 1, count - 1, 0xFFFF));
    for (int bit = 0; bit < 16; bit += 3) {
      wrong.add(count ^ 1 << bit);
    }
    wrong.remove(count);
    return wrong;
  }

  /// Then nothing tells how many there were: what lies below the others is still there, and what
  /// lay below this is found page by page.
  @Test
  void withItsFirstKeyMisplacedTooAPageIsNamedAndNothingBelowItRefuted() throws IOException {
    BuiltSnapshot sound = file(store(PUTS)).build();
    Set<Long> wanted = revisions(sound.bytes());
    for (long branch : sound.bucket("key").branches()) {
      int count = sound.surgeon().page(branch).count();
      for (int said = 0; said < count; said++) {
        byte[] damaged =
            sound.surgeon().page(branch).count(said).element(branch, 0).pos(16 * count + 1).bytes();
        try (SalvagedBackup backup = salvage(damaged)) {
          String damage = "branch " + branch + " with " + said + " of " + count;
          assertEquals(wanted, revisions(backup), damage);
          assertTrue(
              backup.losses().pages().stream().anyMatch(page -> page.pageId() == branch), damage);
        }
      }
    }
  }

  @Test
  void aLeafOfWhichNothingTellsTheCountLeavesAllOtherRecords() throws IOException {
    BuiltSnapshot sound = file(store(PUTS)).build();
    List<Long> leaves = sound.bucket("key").leaves();
    for (long leaf : List.of(leaves.getFirst(), leaves.get(3), leaves.getLast())) {
      byte[] damaged = sound.surgeon().page(leaf).count(0).element(leaf, 0).pos(3).bytes();
      try (SalvagedBackup backup = salvage(damaged)) {
        assertEquals(List.of(miscounted(leaf)), backup.losses().pages());
        assertEquals(PUTS - 4, revisions(backup).size());
        assertFalse(bucket(backup, EtcdBucket.KEY).isWhole());
      }
    }
  }

  private static Losses.LostPage miscounted(long page) {
    return new Losses.LostPage(page, Optional.of(EtcdBucket.KEY), PageLoss.COUNT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 11, 26})
  void theRootNamesAllItsBucketsWhateverItsHeaderSays(int said) throws IOException {
    BuiltSnapshot sound = file(store(PUTS)).build();
    byte[] damaged = sound.surgeon().page(sound.rootBucket().root()).count(said).bytes();
    try (SalvagedBackup backup = salvage(damaged)) {
      assertEquals(RootOrigin.META, backup.rootOrigin());
      assertAllThere(sound, backup);
      assertEquals(said, backup.losses().mended().getFirst().said());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = EtcdBucket.class,
      names = {"META", "LEASE", "AUTH", "AUTH_USERS"})
  void anInlineBucketHasAllItsRowsWhateverItsHeaderSays(EtcdBucket bucket) throws IOException {
    BuiltSnapshot sound = file(store(PUTS)).build();
    long root = sound.rootBucket().root();
    PageSurgeon surgeon = sound.surgeon();
    byte[] damaged = surgeon.bucket(root, index(surgeon, root, bucket)).inlineCount(0).bytes();
    try (SalvagedBackup backup = salvage(damaged)) {
      assertAllThere(sound, backup);
      assertEquals(Optional.of(bucket), backup.losses().mended().getFirst().bucket());
    }
  }

  @ParameterizedTest
  @EnumSource(EtcdBucket.class)
  void aBucketWithOneWrongBitInItsNameIsTakenForTheOneThatIsMissing(EtcdBucket bucket)
      throws IOException {
    BuiltSnapshot sound = file(store(PUTS)).build();
    try (SalvagedBackup backup = salvage(renamed(sound, bucket, 1))) {
      assertAllThere(sound, backup);
      assertEquals(bucket, backup.losses().renamed().getFirst().bucket());
      assertEquals(0, backup.otherBuckets());
    }
  }

  @Test
  void aBucketWithTwoWrongBitsInItsNameIsALoss() throws IOException {
    BuiltSnapshot sound = file(store(PUTS)).build();
    for (EtcdBucket name : List.of(EtcdBucket.LEASE, EtcdBucket.AUTH, EtcdBucket.CLUSTER)) {
      try (SalvagedBackup backup = salvage(renamed(sound, name, 3))) {
        SalvagedBucket lost = bucket(backup, name);
        assertEquals(SalvagedBucket.Source.MADE, lost.source(), name.bucketName());
        assertFalse(lost.isWhole(), name.bucketName());
        assertEquals(1, backup.otherBuckets());
      }
    }
  }

  private static byte[] renamed(BuiltSnapshot sound, EtcdBucket bucket, int changedBits) {
    long root = sound.rootBucket().root();
    PageSurgeon surgeon = sound.surgeon();
    int last = bucket.nameBytes().length - 1;
    return surgeon
        .element(root, index(surgeon, root, bucket))
        .keyByte(last, bucket.nameBytes()[last] ^ changedBits)
        .bytes();
  }

  private static int index(PageSurgeon surgeon, long root, EtcdBucket bucket) {
    int index = 0;
    while (!new String(surgeon.element(root, index).key(), US_ASCII).equals(bucket.bucketName())) {
      index++;
    }
    return index;
  }

  @ParameterizedTest
  @EnumSource(EtcdBucket.class)
  void onlyClusterMayBeAbsent(EtcdBucket bucket) throws IOException {
    if (bucket == EtcdBucket.KEY) {
      return;
    }
    EtcdBuilder store = store(PUTS).withoutBucket(bucket.bucketName());
    try (SalvagedBackup backup = salvage(file(store).build().bytes())) {
      assertEquals(SalvagedBucket.Source.MADE, bucket(backup, bucket).source());
      assertEquals(bucket == EtcdBucket.CLUSTER, bucket(backup, bucket).isWhole());
    }
  }

  @Test
  void belowTheOlderMetaPageTheLastCommitIsFoundAndNeverCalledComplete() throws IOException {
    BuiltSnapshot sound =
        file(store(PUTS)).olderTree(root -> store(PUTS - 1).topLevelBuckets(root)).build();
    long txid = Math.max(sound.surgeon().meta(0).txid(), sound.surgeon().meta(1).txid());
    byte[] damaged = sound.surgeon().meta((int) (txid % 2)).checksum(1).unsealed().bytes();
    try (SalvagedBackup backup = salvage(damaged)) {
      assertEquals(new SalvagedBackup.Records(PUTS - 1, 1, 0, PUTS), backup.records());
      assertEquals(revisions(sound.bytes()), revisions(backup));
      assertTrue(backup.losses().lastCommitMayBeLost());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void bothMetaPagesOfASnapshotNameOneTree(int meta) throws IOException {
    BuiltSnapshot sound = store(PUTS).backend(SnapshotBuilder.snapshot()).build();
    try (SalvagedBackup backup = salvage(sound.surgeon().page(meta).zero().bytes())) {
      assertAllThere(sound, backup);
      assertFalse(backup.losses().lastCommitMayBeLost());
    }
  }

  private static EtcdBuilder store(int puts) {
    EtcdBuilder store = EtcdBuilder.of(EtcdVersion.V3_6).keyBucket(key -> key.fanOut(4, 4));
    ClusterRows.of(store)
        .lease(77, 60)
        .lease(78, 60)
        .authEnabled(3)
        .user("root", "$2a$10$" + "x".repeat(53), List.of("root"));
    for (int i = 0; i < puts; i++) {
      store.put("/registry/configmaps/a/c" + i, "value " + i);
    }
    return store;
  }

  /// A live file: what is said of it is not proven by a trailer.
  private static SnapshotBuilder file(EtcdBuilder store) {
    return store.backend(SnapshotBuilder.dataDirectory());
  }

  private static SalvagedBackup salvage(byte[] file) throws IOException {
    return SalvagedBackup.of(
        new SnapshotBytes("damaged.db", MemorySegment.ofArray(file)), Include.TREE);
  }

  private static void assertAllThere(BuiltSnapshot sound, SalvagedBackup backup)
      throws IOException {
    assertEquals(revisions(sound.bytes()), revisions(backup));
    try (SalvagedBackup whole = salvage(sound.bytes())) {
      assertEquals(whole.buckets(), backup.buckets());
    }
    assertTrue(backup.buckets().stream().allMatch(SalvagedBucket::isWhole));
    assertEquals(0, backup.losses().pageCount());
  }

  private static SalvagedBucket bucket(SalvagedBackup backup, EtcdBucket name) {
    return backup.buckets().stream().filter(b -> b.bucket() == name).findFirst().orElseThrow();
  }

  private static Set<Long> revisions(SalvagedBackup backup) throws IOException {
    try (Snapshot written = SavedFile.write(backup)) {
      return revisions(written);
    }
  }

  private static Set<Long> revisions(byte[] file) throws IOException {
    try (Snapshot snapshot = Snapshot.of("sound.db", MemorySegment.ofArray(file))) {
      return revisions(snapshot);
    }
  }

  private static Set<Long> revisions(Snapshot snapshot) throws IOException {
    Set<Long> found = new TreeSet<>();
    snapshot.forEachRevision(
        new RecordVisitor() {
          @Override
          public void record(RevisionRecord record) {
            found.add(record.revision().main());
          }

          @Override
          public void malformed(MalformedRecordException fault) {
            throw new AssertionError(fault);
          }
        });
    return found;
  }
}
