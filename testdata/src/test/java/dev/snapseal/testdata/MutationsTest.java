package dev.snapseal.testdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MutationsTest {
  private final byte[] sound =
      SnapshotBuilder.snapshot()
          .pageSize(1024)
          .bucket("key", bucket -> bucket.fill("k", 60, 30).fanOut(4, 3))
          .build()
          .bytes();

  @Test
  void anIndexAlwaysGivesTheSameBytes() {
    for (int index = 0; index < 200; index++) {
      assertArrayEquals(Mutations.of(sound, 5).file(index), Mutations.of(sound, 5).file(index));
    }
  }

  @Test
  void mostMutationsDifferFromTheSoundFileAndFromOneAnother() {
    Mutations mutations = Mutations.of(sound, 6);
    Set<Integer> hashes = new HashSet<>();
    int changed = 0;
    for (int index = 0; index < 2000; index++) {
      byte[] file = mutations.file(index);
      hashes.add(Arrays.hashCode(file));
      changed += Arrays.equals(file, sound) ? 0 : 1;
    }
    assertTrue(changed > 1900, "changed " + changed);
    assertTrue(hashes.size() > 1800, "different " + hashes.size());
  }

  @Test
  void manyMutationsKeepASoundMetaSoThatTheTreeIsReached() {
    Mutations mutations = Mutations.of(sound, 7);
    int withSoundMeta = 0;
    for (int index = 0; index < 1000; index++) {
      byte[] file = mutations.file(index);
      withSoundMeta += file.length > 80 && Arrays.equals(file, 0, 80, sound, 0, 80) ? 1 : 0;
    }
    assertTrue(withSoundMeta > 600, "sound metas " + withSoundMeta);
  }

  @Test
  void aFileThatEndsWithItsLastPageCanBeMutatedToo() {
    Mutations mutations = Mutations.of(Arrays.copyOf(sound, sound.length - 32), 9);
    int longest = 0;
    for (int index = 0; index < 20_000; index++) {
      longest = Math.max(longest, mutations.file(index).length);
    }
    assertTrue(longest > sound.length, "longest " + longest);
  }

  @Test
  void realFilesCanBeMutated() throws IOException {
    byte[] real = Files.readAllBytes(TestData.cluster("remnant-3.6").finalDb());
    Mutations mutations = Mutations.of(real, 8);
    int sameLength = 0;
    for (int index = 0; index < 100; index++) {
      sameLength += mutations.file(index).length == real.length ? 1 : 0;
    }
    assertTrue(sameLength > 60 && sameLength < 100, "same length " + sameLength);
  }

  @Test
  void anotherSeedGivesOtherFiles() {
    int same = 0;
    for (int index = 0; index < 100; index++) {
      byte[] one = Mutations.of(sound, 1).file(index);
      same += Arrays.equals(one, Mutations.of(sound, 2).file(index)) ? 1 : 0;
    }
    assertEquals(0, same / 10);
  }
}
