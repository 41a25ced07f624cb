package dev.snapseal.testdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageSurgeonTest {
  private final BuiltSnapshot sound =
      SnapshotBuilder.snapshot()
          .pageSize(512)
          .freelist(FreelistForm.STORED)
          .bucket(
              "key", bucket -> bucket.put("a", "one").put("b", "two").put("c", "3").fanOut(2, 2))
          .bucket("meta", bucket -> bucket.put("x", "y").inline())
          .freePages(2)
          .build();

  private List<Integer> changed(byte[] after) {
    byte[] before = sound.bytes();
    assertEquals(before.length, after.length);
    return IntStream.range(0, before.length).filter(i -> before[i] != after[i]).boxed().toList();
  }

  @Test
  void aFieldOfAnElementIsTheOnlyThingThatChanges() {
    long leaf = sound.bucket("key").leaves().getFirst();
    byte[] damaged = sound.surgeon().element(leaf, 1).pos(0x7F).bytes();
    assertEquals(List.of((int) leaf * 512 + 16 + 16 + 4), changed(damaged));
  }

  @Test
  void keysAndValuesAreFoundWhereTheElementPointsTo() {
    long leaf = sound.bucket("key").leaves().getFirst();
    assertArrayEquals("b".getBytes(UTF_8), sound.surgeon().element(leaf, 1).key());
    assertArrayEquals("two".getBytes(UTF_8), sound.surgeon().element(leaf, 1).value());
  }

  @Test
  void swappedElementsStillPointAtTheirOwnKeys() {
    long leaf = sound.bucket("key").leaves().getFirst();
    PageSurgeon surgeon = sound.surgeon().page(leaf).swapElements(0, 1);
    assertArrayEquals("b".getBytes(UTF_8), surgeon.element(leaf, 0).key());
    assertArrayEquals("one".getBytes(UTF_8), surgeon.element(leaf, 1).value());
  }

  @Test
  void swappedBranchElementsKeepTheirChildren() {
    long branch = sound.bucket("key").root();
    long first = sound.surgeon().element(branch, 0).child();
    PageSurgeon surgeon = sound.surgeon().page(branch).swapElements(0, 1);
    assertEquals(first, surgeon.element(branch, 1).child());
    assertArrayEquals("c".getBytes(UTF_8), surgeon.element(branch, 0).key());
  }

  @Test
  void aResealedMetaHasARightChecksumAgain() {
    byte[] once = sound.surgeon().meta(0).root(99).reseal().bytes();
    byte[] back = PageSurgeon.on(once).meta(0).root(sound.rootBucket().root()).reseal().bytes();
    assertArrayEquals(sound.bytes(), back);
  }

  @Test
  void aResealedTrailerIsTheOneTheBuilderWrites() {
    int trailer = sound.bytes().length - 32;
    byte[] back = sound.surgeon().overwrite(trailer, new byte[32]).resealTrailer().bytes();
    assertArrayEquals(sound.bytes(), back);
  }

  @Test
  void plantingOverDataIsRefused() {
    long leaf = sound.bucket("key").leaves().getFirst();
    assertThrows(
        IllegalArgumentException.class,
        () -> sound.surgeon().page(leaf).plantInSlack(new byte[500]));
  }

  @Test
  void theInlinePageOfABucketIsBehindItsHeader() {
    long root = sound.rootBucket().root();
    byte[] damaged = sound.surgeon().bucket(root, 1).inlineCount(9).bytes();
    int value = sound.surgeon().element(root, 1).valueStart();
    assertEquals(List.of(value + 16 + 10), changed(damaged));
  }

  @Test
  void aPageCopiedOverAnotherKeepsItsOldNumber() {
    PageSurgeon surgeon = sound.surgeon().page(2).copyOver(3);
    byte[] file = surgeon.bytes();
    assertEquals(2, file[3 * 512]);
  }
}
